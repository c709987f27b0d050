package org.stowage.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.stowage.api.CommonError;
import org.stowage.api.ExitStatus;
import org.stowage.cli.log.LogOutput;
import org.stowage.cli.output.Console;
import org.stowage.cli.output.Failure;
import org.stowage.cli.output.Result;
import org.stowage.runtime.config.Suggestion;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** One run of the command, from its arguments to its exit status. Never ends the JVM. */
final class Run {

  private final Surroundings surroundings;
  private final Plugins plugins;

  Run(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.plugins = new Plugins(surroundings.plugins());
  }

  int of(String... args) {
    CommandTree tree = new CommandTree(args);
    if (tree.needsPlugins()) {
      plugins.openAhead();
    }
    StowageCommand root = new StowageCommand();
    CommandLine line =
        tree.under(root).setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
    try {
      return execute(line.parseArgs(args), root.options);
    } catch (ParameterException e) {
      return refuse(e, args);
    }
  }

  private int execute(ParseResult parsed, GlobalOptions options) {
    Integer help = CommandLine.executeHelpRequest(parsed);
    if (help != null) {
      return help;
    }
    List<CommandLine> commands = parsed.asCommandLineList();
    CommandLine last = commands.get(commands.size() - 1);
    if (!(last.getCommand() instanceof Action action)) {
      throw new ParameterException(last, "a command is missing after '" + name(last) + "'");
    }
    Console console = console(options.output == GlobalOptions.Output.json, options.quiet);
    if (options.verbose.length > 0) {
      LogOutput.verbose(options.verbose.length);
    }
    try (Interruption interruption = new Interruption(console)) {
      return run(action, options, console, interruption).status();
    }
  }

  private ExitStatus run(
      Action action, GlobalOptions options, Console console, Interruption interruption) {
    Places places =
        Places.of(
            options.home, options.config, surroundings.environment(), surroundings.userHome());
    try (Session session = new Session(places, plugins, console, interruption)) {
      Result result = action.run(session);
      console.result(result);
      return result.exit();
    } catch (ParameterException e) {
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      Failure failure = Failure.of(e);
      console.failure(failure);
      if (options.verbose.length > 0) {
        console.stackTrace(e);
      }
      return failure.code().exit();
    }
  }

  private int refuse(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    if (e instanceof MissingParameterException && !line.getUnmatchedArguments().isEmpty()) {
      // A misspelt option is the cause, what is missing its consequence.
      return refuse(new UnmatchedArgumentException(line, line.getUnmatchedArguments()), args);
    }
    String fix =
        meant(e).map(word -> "Did you mean " + word + "? ").orElse("")
            + "See '"
            + name(line)
            + " --help'.";
    Failure failure = new Failure(CommonError.USAGE, e.getMessage(), fix);
    console(wantsJson(args), false).failure(failure);
    return failure.code().exit().status();
  }

  private static Optional<String> meant(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return Optional.empty();
    }
    String word = unmatched.getUnmatched().get(0);
    CommandSpec command = e.getCommandLine().getCommandSpec();
    if (word.startsWith("-")) {
      return Suggestion.nearest(word, command.optionsMap().keySet());
    }
    return Suggestion.nearest(
        word, command.parent() == null ? CommandTree.names() : command.subcommands().keySet());
  }

  /** What was asked for in arguments that could not be understood as a whole. */
  private static boolean wantsJson(String[] args) {
    String all = " " + String.join(" ", args) + " ";
    return all.matches(".* (-o ?=?|--output[ =])json .*");
  }

  private Console console(boolean json, boolean quiet) {
    return new Console(
        surroundings.out(), surroundings.err(), json, quiet, surroundings.terminalColumns());
  }

  private static String name(CommandLine line) {
    return line.getCommandSpec().qualifiedName();
  }
}
