package org.stowage.cli.manual;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.stowage.cli.Commands;
import org.stowage.cli.type.ImageName;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A command, a group of them, or the whole, as it is told to people. */
record Topic(CommandSpec spec) {

  static Topic everything() {
    return new Topic(Commands.everything());
  }

  /** As one types it, such as {@code stowage image convert}. */
  String name() {
    return spec.qualifiedName(" ");
  }

  /** The words after {@code stowage}; empty for the whole. */
  String words() {
    return name().replaceFirst("^\\S+ ?", "");
  }

  String description() {
    return String.join(" ", spec.usageMessage().description());
  }

  /** The first sentence, without its period. */
  String summary() {
    return description().replaceFirst("\\.( .*)?$", "");
  }

  /** The lines of its examples. */
  List<String> examples() {
    return Stream.of(spec.usageMessage().footer())
        .filter(line -> line.startsWith("  "))
        .map(String::strip)
        .toList();
  }

  List<Topic> parts() {
    return spec.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .map(Topic::new)
        .toList();
  }

  /** This one and all below it. */
  Stream<Topic> all() {
    return Stream.concat(Stream.of(this), parts().stream().flatMap(Topic::all));
  }

  List<OptionSpec> options() {
    return spec.options().stream().sorted(Comparator.comparingInt(OptionSpec::order)).toList();
  }

  List<PositionalParamSpec> parameters() {
    return spec.positionalParameters();
  }

  static String description(ArgSpec argument) {
    return String.join(" ", argument.description());
  }

  /** What its value is one of; empty when that is open. */
  static List<String> choices(ArgSpec argument) {
    Iterable<String> candidates = argument.completionCandidates();
    return candidates == null
        ? List.of()
        : StreamSupport.stream(candidates.spliterator(), false).toList();
  }

  static boolean isFile(ArgSpec argument) {
    return argument.type() == Path.class || ImageName.isTakenBy(argument);
  }

  static boolean takesValue(OptionSpec option) {
    return option.arity().max() > 0;
  }

  static boolean isRepeatable(OptionSpec option) {
    return option.isMultiValue();
  }
}
