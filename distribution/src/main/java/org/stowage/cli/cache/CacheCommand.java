package org.stowage.cli.cache;

import picocli.CommandLine.Command;

@Command(
    name = "cache",
    description = "Looks at the images kept on datastores.",
    subcommands = CacheListCommand.class)
public final class CacheCommand {}
