package org.stowage.cli.plugin;

import picocli.CommandLine.Command;

@Command(name = "plugin", description = "Looks at plugins.", subcommands = PluginListCommand.class)
public final class PluginCommand {}
