package org.stowage.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code stowage} command. */
@Command(
    name = "stowage",
    description = "Puts VM disk images onto datastores.",
    mixinStandardHelpOptions = true,
    versionProvider = StowageVersion.class)
public final class StowageCommand implements Runnable {
  @Spec private CommandSpec spec;

  private StowageCommand() {}

  /**
   * Runs the command and ends the JVM with its exit code.
   *
   * @param args the arguments of the command line
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new StowageCommand()).execute(args));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is needed");
  }
}
