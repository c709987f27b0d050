package org.stowage.cli;

import org.stowage.cli.log.LogProvider;
import picocli.CommandLine.Command;

/** The {@code stowage} command. */
@Command(
    name = "stowage",
    description = "Puts VM disk images onto datastores.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      " 0:done",
      " 1:failed",
      " 2:wrong usage or configuration",
      " 3:not found, or ambiguous",
      " 4:authentication failed",
      " 5:no datastore can take it",
      " 6:the image is not what it promises to be",
      " 7:the transfer failed",
      " 8:a plugin is at fault",
      "60:TLS not verified",
      "130:interrupted, and cleaned up"
    })
public final class StowageCommand {

  StowageCommand() {}

  /**
   * Runs the command and ends the JVM with its exit status.
   *
   * @param args the arguments of the command line
   */
  public static void main(String[] args) {
    LogProvider.use();
    System.exit(new Run(Surroundings.ofProcess()).of(args));
  }
}
