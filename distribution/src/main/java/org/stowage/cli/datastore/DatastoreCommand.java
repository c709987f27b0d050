package org.stowage.cli.datastore;

import picocli.CommandLine.Command;

@Command(
    name = "datastore",
    description = "Looks at datastores.",
    subcommands = DatastoreListCommand.class)
public final class DatastoreCommand {}
