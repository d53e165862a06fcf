"""The command line: the same core as the window, for scripts and for people without a screen.

Here live the commands, how a record is named on the command line (REF), and how records are read from and written as
JSON. Not here: what a record means (casework), what is stored (store), any window. Read `command_line` first.
docs/command-line.md is the promise that scripts rely on.
"""
