package org.stowage.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.datastore.DatastoreType;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.ImageProperties;
import org.stowage.runtime.config.Config;
import org.stowage.runtime.config.ConfigFile;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.deploy.DatastoreTypes;
import org.stowage.runtime.deploy.Decision;
import org.stowage.runtime.deploy.DeployRequest;
import org.stowage.runtime.deploy.Deployer;
import org.stowage.runtime.deploy.Deployment;
import org.stowage.runtime.deploy.InstanceView;
import org.stowage.runtime.deploy.Plan;
import org.stowage.runtime.doctor.DatastoreSurvey;
import org.stowage.runtime.doctor.Examination;
import org.stowage.runtime.doctor.Finding;
import org.stowage.runtime.evacuation.Evacuation;
import org.stowage.runtime.evacuation.Evacuator;
import org.stowage.runtime.fleet.Fleet;
import org.stowage.runtime.fleet.Member;
import org.stowage.runtime.image.Conversion;
import org.stowage.runtime.image.ConvertRequest;
import org.stowage.runtime.image.FormatRegistry;
import org.stowage.runtime.image.ImageConverter;
import org.stowage.runtime.image.ImageReader;
import org.stowage.runtime.image.RemoteImages;
import org.stowage.runtime.libvirt.LibvirtHost;
import org.stowage.runtime.plugin.PluginHost;
import org.stowage.runtime.plugin.PluginReport;
import org.stowage.runtime.plugin.PluginRules;
import org.stowage.runtime.plugin.fence.PluginCalls;
import org.stowage.runtime.plugin.fence.PluginMeters;
import org.stowage.runtime.snapshot.Snapshot;
import org.stowage.runtime.snapshot.SnapshotRequest;
import org.stowage.runtime.snapshot.Snapshotter;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.Target;

/**
 * The runtime: plugins loaded, configuration in force, ready to work.
 *
 * <pre>{@code
 * try (Stowage stowage = Stowage.builder().home(home).plugins(plugins).build()) {
 *   Deployment web =
 *       stowage.deploy(DeployRequest.of("ubuntu.ova", "web-1"), Operation.unwatched("web-1"));
 *   System.out.println(web.instance().diskPath());
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads. Has no static state; several may live in one process. Every
 * method that names a target takes null for the configuration's default.
 */
public final class Stowage implements Closeable {

  private final Config config;
  private final PluginHost plugins;
  private final DatastoreTypes types;
  private final FormatRegistry formats;
  private final RemoteImages remote;
  private final ImageReader reader;
  private final ImageConverter converter;
  private final Targets targets;

  private Stowage(Config config, PluginHost plugins) {
    this.config = config;
    this.plugins = plugins;
    this.types = new DatastoreTypes(plugins.datastoreTypes());
    this.formats = new FormatRegistry(plugins.diskFormats());
    this.remote = new RemoteImages(config.sources());
    this.reader = new ImageReader(formats, localFolders(config), remote);
    this.converter = new ImageConverter(reader, formats);
    this.targets = new Targets(config, types, formats);
  }

  public static Builder builder() {
    return new Builder();
  }

  public Config config() {
    return config;
  }

  /** What became of each plugin jar, in order of the files' names. */
  public List<PluginReport> plugins() {
    return plugins.plugins();
  }

  /** What calls into plugins have cost so far, by plugin and operation; those that were called. */
  public List<PluginCalls> pluginCalls() {
    return plugins.calls();
  }

  /** What {@link #deploy} would do now. Changes nothing. */
  public Plan plan(DeployRequest request) throws IOException {
    try (Target target = targets.open(request.target())) {
      return deployer(target, request.target())
          .plan(request, Operation.unwatched("planning " + request.name()));
    }
  }

  /** Makes an instance of an image. */
  public Deployment deploy(DeployRequest request, Operation operation) throws IOException {
    try (Target target = targets.open(request.target())) {
      return deployer(target, request.target()).deploy(request, operation);
    }
  }

  /** Makes the instance that an earlier plan decided on, if every rule still allows it. */
  public Deployment apply(Decision decision, Operation operation) throws IOException {
    String targetName = decision.request().target();
    try (Target target = targets.open(targetName)) {
      return deployer(target, targetName).apply(decision, operation);
    }
  }

  /**
   * Makes those of many instances that are missing, all on one target.
   *
   * @param atOnce how many are made at a time; at least 1
   * @return what became of each, in the same order
   */
  public List<Member> deploy(List<DeployRequest> fleet, int atOnce, Operation operation)
      throws IOException {
    String targetName = fleet.isEmpty() ? null : fleet.get(0).target();
    try (Target target = targets.open(targetName)) {
      Deployer deployer = deployer(target, targetName);
      return new Fleet(target, deployer::deploy, atOnce).deploy(fleet, operation);
    }
  }

  /** The instances of a target, in order of their names. */
  public List<InstanceView> instances(@Nullable String targetName) throws IOException {
    try (Target target = targets.open(targetName)) {
      return Deployer.views(target);
    }
  }

  /**
   * One instance.
   *
   * @throws StorageException {@code not-found}, or {@code ambiguous} when several datastores have
   *     one
   */
  public InstanceView instance(@Nullable String targetName, String name) throws IOException {
    try (Target target = targets.open(targetName)) {
      return instance(target, name);
    }
  }

  private static InstanceView instance(Target target, String name) throws IOException {
    List<InstanceView> found =
        Deployer.views(target).stream()
            .filter(view -> view.instance().name().equals(name))
            .toList();
    String where = "target " + target.name();
    if (found.isEmpty()) {
      throw new StorageException(
          CommonError.NOT_FOUND,
          where + " has no instance '" + name + "'",
          "See the instances there are with: stowage list");
    }
    if (found.size() > 1) {
      throw new StorageException(
          CommonError.AMBIGUOUS,
          where
              + " has "
              + found.size()
              + " instances '"
              + name
              + "', on the datastores "
              + found.stream().map(view -> view.instance().datastore()).toList(),
          "Remove all but one of them from their datastores.");
    }
    return found.get(0);
  }

  /**
   * Grows an instance's root disk.
   *
   * @param standAlone whether its disk is to stand alone first, as some targets grow no linked
   *     clones
   * @throws StorageException {@code not-allowed} for a smaller disk, and where the target cannot
   */
  public InstanceView resize(
      InstanceView view, long diskSizeBytes, boolean standAlone, Operation operation)
      throws IOException {
    try (Target target = targets.open(view.target())) {
      Instance instance = view.instance();
      if (standAlone && diskSizeBytes >= instance.capacityBytes()) {
        instance = target.instances().flatten(instance, operation);
      }
      return Deployer.view(target, target.instances().resize(instance, diskSizeBytes, operation));
    }
  }

  /** What on a target stands on one of its datastores. Changes nothing. */
  public Evacuation evacuation(@Nullable String targetName, String datastore) throws IOException {
    try (Target target = targets.open(targetName)) {
      return new Evacuator(target, datastore).plan();
    }
  }

  /** Lets what stands on a datastore from elsewhere stand alone. */
  public Evacuation evacuate(@Nullable String targetName, String datastore, Operation operation)
      throws IOException {
    try (Target target = targets.open(targetName)) {
      return new Evacuator(target, datastore).run(operation);
    }
  }

  /** Removes an instance with its disks; the image stays cached. */
  public void destroy(InstanceView view) throws IOException {
    try (Target target = targets.open(view.target())) {
      target.instances().destroy(view.instance());
    }
  }

  /**
   * Writes an instance's root disk, as it stands now, to a file, or an image of Glance, that can be
   * deployed.
   *
   * @throws StorageException {@code usage} when the file's name does not say what to make; {@code
   *     already-exists}; {@code not-allowed} when the instance is in use
   */
  public Snapshot snapshot(SnapshotRequest request, Operation operation) throws IOException {
    Snapshotter snapshotter = Snapshotter.of(request, formats, remote);
    try (Target target = targets.open(request.target())) {
      return snapshotter.of(target, instance(target, request.name()), operation);
    }
  }

  /** The datastores of a target, in order of their names. */
  public List<DatastoreInfo> datastores(@Nullable String targetName) throws IOException {
    try (Target target = targets.open(targetName)) {
      return target.datastores();
    }
  }

  /**
   * Finds out whether commands could do their work on a target, and what keeps them from it.
   *
   * @throws StorageException only for a target that is not, or not completely, configured
   */
  public Examination examine(@Nullable String targetName) throws IOException {
    TargetConfig target = config.target(targetName);
    if (target instanceof TargetConfig.Libvirt) {
      List<Finding> findings = new ArrayList<>(PluginCheck.of(plugins.plugins()));
      try (LibvirtHost host = host().libvirt(targetName)) {
        findings.addAll(host.examine());
      }
      return new Examination(target.name(), findings);
    }
    DatastoreSurvey survey =
        new DatastoreSurvey(
            typeName -> types.serving(typeName).map(DatastoreType::id),
            target.rules().datastoreRegex());
    List<Finding> findings = new ArrayList<>(PluginCheck.of(plugins.plugins()));
    try (Target open = targets.open(targetName)) {
      findings.addAll(open.examine(survey));
    }
    return new Examination(target.name(), findings);
  }

  /** The images that are kept on datastores. */
  public Caches caches() {
    return new Caches(config, types, reader, targets);
  }

  /** What this machine does as a hypervisor's host: disks on block volumes, and instances. */
  public HypervisorHost host() {
    return new HypervisorHost(config, plugins.ephemeralBackends(), reader, remote);
  }

  /** What an image is, as far as it can be told without reading its content. */
  public DiskFacts inspect(String image, ImageProperties declared) throws IOException {
    try (DiskImage open =
        reader.open(image, declared, new LongAdder(), Operation.unwatched("inspecting " + image))) {
      return open.facts();
    }
  }

  /** Reads an image to its end and checks all it promises; returns what it is. */
  public DiskFacts verify(String image, ImageProperties declared, Operation operation)
      throws IOException {
    return reader.verify(image, declared, operation);
  }

  /** Makes an image of another one. */
  public Conversion convert(ConvertRequest request, Operation operation) throws IOException {
    return converter.convert(request, operation);
  }

  /** Unloads the plugins. Operations must have ended. Idempotent. */
  @Override
  public void close() throws IOException {
    plugins.close();
  }

  private Deployer deployer(Target target, @Nullable String targetName) throws StorageException {
    return new Deployer(target, config.target(targetName).rules(), types, reader);
  }

  private static List<Path> localFolders(Config config) {
    return config.targets().stream()
        .filter(TargetConfig.Local.class::isInstance)
        .map(TargetConfig.Local.class::cast)
        .flatMap(local -> local.datastores().stream())
        .map(TargetConfig.Datastore::folder)
        .toList();
  }

  /** Gathers what a runtime is made of. */
  public static final class Builder {

    private @Nullable Config config;
    private @Nullable PluginSource plugins;
    private PluginMeters meters = new PluginMeters(calls -> {});

    private Builder() {}

    /** The data folder; everything else as {@link ConfigFile#defaults} says. */
    public Builder home(Path home) {
      return config(ConfigFile.defaults(home));
    }

    public Builder config(Config configuration) {
      this.config = configuration;
      return this;
    }

    /** The folder of plugin jars. */
    public Builder plugins(Path folder) {
      return plugins(PluginRules.of(folder));
    }

    /** The folder of plugin jars, and which of them may run. */
    public Builder plugins(PluginRules rules) {
      this.plugins = () -> PluginHost.open(rules, meters);
      return this;
    }

    /**
     * Hears of each operation of a plugin when it is first called, to hand its figures on to the
     * host's own metrics. Called on the thread of that call.
     */
    public Builder onPluginCalls(Consumer<PluginCalls> listener) {
      this.meters = new PluginMeters(listener);
      return this;
    }

    PluginMeters meters() {
      return meters;
    }

    /** Plugins that are open already, and are the runtime's to close from its building on. */
    public Builder plugins(PluginHost opened) {
      this.plugins = () -> opened;
      return this;
    }

    /**
     * Makes a runtime: loads the plugins. May be called again, for another one. A plugin that is
     * broken does not keep the others from working: see {@link Stowage#plugins()}.
     *
     * @throws StorageException {@code plugin-fault} when a jar is there that is not what the lock
     *     lists, or not signed as it must be; nothing of it has run
     */
    public Stowage build() throws IOException {
      Config configuration = config;
      PluginSource source = plugins;
      if (configuration == null || source == null) {
        throw new IllegalStateException("a runtime needs a configuration and plugins");
      }
      PluginHost host = source.open();
      Optional<StorageException> distrust = host.distrust();
      if (distrust.isPresent()) {
        host.close();
        throw distrust.get();
      }
      return new Stowage(configuration, host);
    }

    private interface PluginSource {
      PluginHost open() throws IOException;
    }
  }
}
