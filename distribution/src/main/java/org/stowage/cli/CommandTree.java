package org.stowage.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stowage.cli.cache.CacheCommand;
import org.stowage.cli.config.ConfigCommand;
import org.stowage.cli.datastore.DatastoreCommand;
import org.stowage.cli.image.ImageCommand;
import org.stowage.cli.instance.DeployCommand;
import org.stowage.cli.instance.DestroyCommand;
import org.stowage.cli.instance.ListCommand;
import org.stowage.cli.instance.PlanCommand;
import org.stowage.cli.instance.ShowCommand;
import org.stowage.cli.plugin.PluginCommand;
import picocli.CommandLine;

/**
 * The commands below {@code stowage}. Reading the annotations of all of them takes longer than the
 * shorter ones take to run, so only those are read that the arguments may mean.
 */
final class CommandTree {

  private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("deploy", DeployCommand.class);
    COMMANDS.put("plan", PlanCommand.class);
    COMMANDS.put("list", ListCommand.class);
    COMMANDS.put("show", ShowCommand.class);
    COMMANDS.put("destroy", DestroyCommand.class);
    COMMANDS.put("image", ImageCommand.class);
    COMMANDS.put("datastore", DatastoreCommand.class);
    COMMANDS.put("cache", CacheCommand.class);
    COMMANDS.put("plugin", PluginCommand.class);
    COMMANDS.put("config", ConfigCommand.class);
  }

  private CommandTree() {}

  /** The names of all commands, in the order of the help. */
  static Set<String> names() {
    return COMMANDS.keySet();
  }

  /** The command with all that can understand these arguments. */
  static CommandLine forArguments(StowageCommand root, String... args) {
    CommandLine line = new CommandLine(root);
    for (String name : named(args)) {
      line.addSubcommand(name, COMMANDS.get(name));
    }
    return line;
  }

  /**
   * All commands for an overall help; else those that an argument names, the right one included.
   */
  private static List<String> named(String... args) {
    List<String> words = Arrays.asList(args);
    List<String> named = new ArrayList<>(COMMANDS.keySet());
    boolean help = words.contains("-h") || words.contains("--help");
    if (!help) {
      named.retainAll(words);
    }
    return named;
  }
}
