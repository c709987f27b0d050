package org.stowage.cli;

import java.util.Collection;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What {@code stowage help} looks like. It is never run: {@link Words} makes an option of it. */
final class HelpCommand {

  private HelpCommand() {}

  /**
   * @param commands the names of all commands, of one word or two
   */
  static CommandSpec spec(Collection<String> commands) {
    CommandSpec help = CommandSpec.create();
    help.usageMessage()
        .description("Shows how a command is used.")
        .footer("", "Examples:", "  stowage help deploy", "  stowage help image convert");
    help.addPositional(
        PositionalParamSpec.builder()
            .index("0..1")
            .arity("0..2")
            .paramLabel("COMMAND")
            .type(String[].class)
            .description("The command; all of them if not given.")
            .completionCandidates(
                commands.stream().flatMap(name -> Stream.of(name.split(" "))).distinct().toList())
            .build());
    return help;
  }
}
