package org.stowage.cli.image;

import picocli.CommandLine.Command;

@Command(
    name = "image",
    description = "Looks into images and converts them.",
    subcommands = {InspectCommand.class, ConvertCommand.class, VerifyCommand.class})
public final class ImageCommand {}
