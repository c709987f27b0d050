package org.stowage.runtime.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.stowage.api.Transfer;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.ImageProperties;
import org.stowage.runtime.glance.Glance;
import org.stowage.runtime.glance.GlanceUpload;
import org.stowage.runtime.image.NewImage;
import org.stowage.runtime.image.RemoteImages;
import org.stowage.vmdk.VmdkKind;

/** Where a snapshot goes: a new file, or a new image of Glance. */
@FunctionalInterface
public interface SnapshotDestination {

  /**
   * Takes a snapshot, which is complete on return; a failure leaves nothing.
   *
   * @param image asked for its bytes once, when the destination is known to be free
   */
  Taken take(NewImage image) throws IOException;

  /**
   * A snapshot where it was to go.
   *
   * @param name an absolute path, or {@code glance://ID}
   */
  record Taken(String name, long storedBytes) {}

  /**
   * A file, or an image of Glance.
   *
   * @param name {@code glance://NAME}, or a path
   * @param adapterType what Glance is told to attach the disk to
   */
  static SnapshotDestination of(
      String name, AdapterType adapterType, RemoteImages remote, Transfer transfer) {
    return Glance.isAddress(name)
        ? image -> inGlance(name, image, adapterType, remote, transfer)
        : of(Path.of(name));
  }

  /**
   * A file.
   *
   * @param file must not exist
   */
  static SnapshotDestination of(Path file) {
    return image -> {
      image.writeTo(file);
      return new Taken(file.toAbsolutePath().toString(), Files.size(file));
    };
  }

  private static Taken inGlance(
      String address,
      NewImage image,
      AdapterType adapterType,
      RemoteImages remote,
      Transfer transfer)
      throws IOException {
    String name = Glance.nameIn(address);
    ImageProperties properties =
        new ImageProperties(
            Map.of(
                ImageProperties.DISK_FORMAT,
                "vmdk",
                ImageProperties.CONTAINER_FORMAT,
                "bare",
                ImageProperties.DISK_TYPE,
                VmdkKind.STREAM_OPTIMIZED.formatId(),
                ImageProperties.ADAPTER_TYPE,
                adapterType.imagePropertyName()));
    GlanceUpload.Uploaded uploaded =
        new GlanceUpload(remote.glance(), transfer)
            .upload(name, properties, out -> image.writeTo(name + ".vmdk", out));
    return new Taken(Glance.address(uploaded.image()), uploaded.bytes());
  }
}
