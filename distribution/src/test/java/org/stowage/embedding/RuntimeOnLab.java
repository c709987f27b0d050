package org.stowage.embedding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stowage.api.StorageException;
import org.stowage.api.disk.ImageProperties;
import org.stowage.cli.endtoend.LabTarget;
import org.stowage.runtime.Operation;
import org.stowage.runtime.Stowage;
import org.stowage.runtime.config.ConfigFile;
import org.stowage.runtime.deploy.DeployRequest;
import org.stowage.runtime.deploy.InstanceView;
import org.stowage.runtime.image.ConvertRequest;
import org.stowage.testkit.lab.LabState;
import org.stowage.testkit.lab.LabVcenter;

/** The runtime in this process, with the plugins that are shipped, on a lab vCenter. */
final class RuntimeOnLab implements AutoCloseable {

  static final String INSTANCE = "one";
  static final String TARGET = "vc";

  private static final Path PLUGINS =
      Path.of(System.getProperty("stowage.distribution.folder"), "plugins");
  private static final Path HELLO =
      Path.of(System.getProperty("stowage.examples.folder"), "hello.ova");

  private final LabVcenter lab;
  private final Path folder;
  private final Stowage stowage;
  private int images;

  /**
   * @param folder for configuration and images
   * @param options of the target beside its address, by lines
   */
  RuntimeOnLab(LabVcenter lab, Path folder, String... options) throws IOException {
    this.lab = lab;
    this.folder = Files.createTempDirectory(folder, "runtime");
    Path file =
        Files.writeString(
            this.folder.resolve("stowage.toml"),
            LabTarget.configuration(lab, String.join("\n", options)));
    this.stowage =
        Stowage.builder()
            .config(ConfigFile.read(file, this.folder, Map.of()))
            .plugins(PLUGINS)
            .build();
  }

  Stowage stowage() {
    return stowage;
  }

  /** An image that is not cached. */
  Path image(String format) throws IOException {
    images++;
    if (format.equals("ova")) {
      return Ovas.withoutManifest(HELLO, folder.resolve(images + ".ova"));
    }
    Path image = folder.resolve(images + (format.equals("raw") ? ".raw" : ".vmdk"));
    stowage.convert(
        new ConvertRequest(HELLO.toString(), image, format, 1, 512, null, ImageProperties.NONE),
        Operation.unwatched("convert"));
    return image;
  }

  /** Deploys an image that is not cached; tells what kept it from that. */
  Optional<StorageException> attempt(String format, String datastore) throws IOException {
    String image = image(format).toString();
    try {
      stowage.deploy(
          DeployRequest.of(image, INSTANCE).onTarget(TARGET).onDatastore(datastore),
          Operation.unwatched("deploy"));
      return Optional.empty();
    } catch (StorageException e) {
      return Optional.of(e);
    }
  }

  /** Removes all instances. */
  void destroyAll() throws IOException {
    for (InstanceView instance : stowage.instances(TARGET)) {
      stowage.destroy(instance);
    }
  }

  /** What operations must not leave, as the lab itself knows it. */
  List<String> left() throws IOException {
    LabState state = lab.state();
    List<String> left = new ArrayList<>(state.machines());
    left.add(state.leases() + " leases");
    left.add(state.sessions() + " sessions");
    left.addAll(LabTarget.unfinished(lab));
    return left;
  }

  @Override
  public void close() throws IOException {
    stowage.close();
  }
}
