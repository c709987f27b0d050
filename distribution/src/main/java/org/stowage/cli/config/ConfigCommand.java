package org.stowage.cli.config;

import picocli.CommandLine.Command;

@Command(
    name = "config",
    description = "Looks at the configuration.",
    subcommands = ConfigShowCommand.class)
public final class ConfigCommand {}
