"""Orca's own settings for this check: Orca runs this file when it starts."""

import orca.debug
import orca.settings

# Reading a whole page by itself, Orca would talk over what a key makes it say, and stay out of focus mode.
orca.settings.sayAllOnLoad = False
# What is pressed is known; what it brings about is what matters.
orca.settings.enableKeyEcho = False
orca.settings.enableEchoByCharacter = False
orca.settings.enableEchoByWord = False
orca.settings.enableSound = False
orca.settings.enableBraille = False
# The debug file waits for 8 kilobytes before it is written: sentences would seem late, or never said.
if orca.debug.debugFile:
    orca.debug.debugFile.reconfigure(line_buffering=True)
