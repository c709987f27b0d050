package org.stowage.runtime.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.runtime.plugin.fence.Fence;
import org.stowage.runtime.plugin.fence.PluginMeters;

/**
 * The plugins folder, for those who change what is in it. Each change happens whole or not at all,
 * and shows at the next start, or the next reload of a running host.
 *
 * <p>Plugins are named by their id or by the name of their jar. Safe for use by several threads;
 * two that change one plugin at the same time may each find the other's result.
 */
public final class PluginFolder {

  private final PluginRules rules;
  private final JarFolder folder;

  public PluginFolder(PluginRules rules) {
    this.rules = rules;
    this.folder = new JarFolder(rules.folder());
  }

  /**
   * Looks at every jar from the outside, those out of use included, and at every jar that should be
   * there. Nothing of any of them runs.
   */
  public List<PluginReport> inspect() throws IOException {
    PluginTrust trust = PluginTrust.of(rules);
    List<PluginReport> reports = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (Path file : folder.jars()) {
      InspectedJar jar = trust.judge(JarInspection.inspect(file));
      found.add(jar.enabledName());
      reports.add(jar.report(List.of()));
    }
    for (String listed : trust.lock().orElse(PluginLock.EMPTY).digests().keySet()) {
      if (!found.contains(listed)) {
        reports.add(missing(listed).report(List.of()));
      }
    }
    return reports;
  }

  private InspectedJar missing(String name) {
    return new InspectedJar(rules.folder().resolve(name), null, List.of(), List.of())
        .withFault(
            PluginError.MISSING,
            PluginLock.FILE_NAME + " lists it, and it is not there",
            "Install it again, or write the list anew with: stowage plugin lock");
  }

  /**
   * Looks at every jar as {@link #inspect} does and, unless one of them is not to be trusted, loads
   * them all for a moment, which shows whether they start and what they offer.
   */
  public List<PluginReport> verify() throws IOException {
    List<PluginReport> inspected = inspect();
    PluginTrust trust = PluginTrust.of(rules);
    if (inspected.stream().anyMatch(PluginReport::isDistrusted)) {
      return inspected;
    }
    List<PluginReport> verified = new ArrayList<>();
    try (PluginHost host = PluginHost.of(folder.jars(), trust, fence())) {
      verified.addAll(host.plugins());
    }
    inspected.stream().filter(report -> !Files.exists(report.file())).forEach(verified::add);
    return verified;
  }

  /**
   * One jar, as {@link #verify} finds it.
   *
   * @throws StorageException {@code not-found}, or {@code ambiguous} when several have that id
   */
  public PluginReport show(String name) throws IOException {
    return one(verify(), name);
  }

  private PluginReport one(List<PluginReport> reports, String name) throws StorageException {
    List<PluginReport> found =
        reports.stream()
            .filter(
                report ->
                    name.equals(report.id())
                        || name.equals(String.valueOf(report.file().getFileName())))
            .toList();
    if (found.isEmpty()) {
      throw new StorageException(
          CommonError.NOT_FOUND,
          "there is no plugin '%s' in %s".formatted(name, rules.folder()),
          "See the plugins there are with: stowage plugin list");
    }
    if (found.size() > 1) {
      throw new StorageException(
          CommonError.AMBIGUOUS,
          "%d jars have the plugin id %s: %s"
              .formatted(
                  found.size(),
                  name,
                  found.stream().map(PluginReport::file).map(Path::getFileName).toList()),
          "Name one of the jars instead.");
    }
    return found.get(0);
  }

  /**
   * Takes a copy of a jar in, once it has been loaded together with all others, to see that it
   * works and claims nothing of theirs.
   *
   * @param replace whether it may take the place of the jar that has its id now
   * @return what was taken in
   * @throws StorageException with the first fault of the jar; {@code already-exists}; {@code
   *     not-found} when there is no such file
   */
  public PluginReport install(Path jar, boolean replace) throws IOException {
    Path target = rules.folder().resolve(String.valueOf(jar.getFileName()));
    if (!JarFolder.isEnabledJar(target)) {
      throw new StorageException(
          CommonError.USAGE,
          "a plugin's file name ends in .jar, unlike " + jar,
          "Rename it, if it is one.");
    }
    if (!Files.isRegularFile(jar)) {
      throw new StorageException(
          CommonError.NOT_FOUND, "there is no file " + jar, "Name the plugin's jar.");
    }
    Path staged = Files.createTempFile(rules.folder(), ".", ".partial");
    try {
      Files.copy(jar, staged, StandardCopyOption.REPLACE_EXISTING);
      List<Path> replaced = replaced(target, staged, replace);
      PluginReport installed = tried(staged, replaced).at(target);
      Staged.write(target, out -> Files.copy(staged, out));
      replaced.remove(target);
      for (Path old : replaced) {
        Files.delete(old);
      }
      relock(replaced, target);
      return installed;
    } finally {
      Files.deleteIfExists(staged);
    }
  }

  /** The jars that have the id or the name of a new one. */
  private List<Path> replaced(Path target, Path staged, boolean replace) throws IOException {
    String id = JarInspection.inspect(staged).report(List.of()).id();
    List<Path> replaced = new ArrayList<>();
    for (PluginReport each : inspect()) {
      if (Files.exists(each.file())
          && (each.file().equals(target) || id != null && id.equals(each.id()))) {
        if (!replace) {
          throw new StorageException(
              CommonError.ALREADY_EXISTS,
              "%s is already there: plugin %s, version %s"
                  .formatted(each.file(), each.id(), each.version()),
              "To put the new one in its place, add --replace.");
        }
        replaced.add(each.file());
      }
    }
    return replaced;
  }

  /** Loads a jar beside all others but those it replaces, and unloads it. */
  private PluginReport tried(Path staged, List<Path> replaced) throws IOException {
    List<Path> files = new ArrayList<>(folder.jars());
    files.removeAll(replaced);
    files.add(staged);
    PluginTrust signed = new PluginTrust(Optional.empty(), PluginTrust.of(rules).signers());
    PluginReport tried;
    try (PluginHost host = PluginHost.of(files, signed, fence())) {
      tried =
          host.plugins().stream()
              .filter(report -> report.file().equals(staged))
              .findFirst()
              .orElseThrow();
    }
    for (PluginReport.Fault fault : tried.faults()) {
      throw new StorageException(
          fault.code(), "the plugin cannot be used here: " + fault.message(), fault.remedy());
    }
    return tried;
  }

  private Fence fence() {
    return new Fence(rules.patience(), new PluginMeters(calls -> {}));
  }

  /** Deletes a plugin's jar. */
  public PluginReport remove(String name) throws IOException {
    PluginReport found = one(inspect(), name);
    Files.deleteIfExists(found.file());
    relock(List.of(found.file()), null);
    return found;
  }

  /** Takes a plugin out of use, or back into it; it stays where it is. */
  public PluginReport enable(String name, boolean enabled) throws IOException {
    PluginReport found = one(inspect(), name);
    if (found.enabled() == enabled) {
      return found;
    }
    String file = String.valueOf(found.file().getFileName());
    Path renamed =
        found
            .file()
            .resolveSibling(
                enabled
                    ? file.substring(0, file.length() - InspectedJar.DISABLED.length())
                    : file + InspectedJar.DISABLED);
    if (Files.exists(renamed)) {
      throw new StorageException(
          CommonError.ALREADY_EXISTS,
          "renaming %s: there is a %s as well".formatted(found.file(), renamed.getFileName()),
          "Remove one of them.");
    }
    Files.move(found.file(), renamed);
    return found.at(renamed);
  }

  /**
   * Lists all jars that are there as those that may run: from now on, only they may, as they are.
   *
   * @return how many they are
   */
  public int lock() throws IOException {
    PluginLock lock = PluginLock.EMPTY;
    for (Path file : folder.jars()) {
      lock = lock.with(JarInspection.inspect(file).enabledName(), PluginLock.digest(file));
    }
    lock.write(rules.folder());
    return lock.digests().size();
  }

  /** Whether only listed jars may run. */
  public boolean isLocked() throws IOException {
    return PluginTrust.of(rules).lock().isPresent();
  }

  private void relock(List<Path> gone, @Nullable Path added) throws IOException {
    Optional<PluginLock> known = PluginTrust.of(rules).lock();
    if (known.isPresent()) {
      PluginLock lock = known.get();
      for (Path each : gone) {
        lock = lock.without(InspectedJar.enabledName(each));
      }
      if (added != null) {
        lock = lock.with(InspectedJar.enabledName(added), PluginLock.digest(added));
      }
      lock.write(rules.folder());
    }
  }
}
