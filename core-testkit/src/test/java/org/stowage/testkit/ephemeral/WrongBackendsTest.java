package org.stowage.testkit.ephemeral;

import static org.stowage.testkit.SuiteRun.assertFails;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.ephemeral.Connection;
import org.stowage.api.ephemeral.EphemeralBackend;
import org.stowage.api.ephemeral.EphemeralVolumes;
import org.stowage.api.ephemeral.Volume;
import org.stowage.api.ephemeral.VolumeLimits;
import org.stowage.api.ephemeral.VolumeRequest;

/** Backends with one mistake each: the suite fails them where the mistake is. */
class WrongBackendsTest {

  abstract static class Wrong extends EphemeralBackendContract {

    @TempDir Path folder;

    abstract EphemeralVolumes mistaken(EphemeralVolumes right) throws IOException;

    @Override
    protected EphemeralBackend backend() {
      return ForwardingVolumes.backend(new FolderBackend(folder), this::mistaken);
    }

    @Override
    protected Map<String, Object> options() {
      return Map.of();
    }
  }

  /** A name is enough for it: the disk that is taken for the requested one has another size. */
  static final class TakesAnyVolumeOfTheName extends Wrong {
    @Override
    EphemeralVolumes mistaken(EphemeralVolumes right) {
      return new ForwardingVolumes(right) {
        @Override
        public Volume create(VolumeRequest request) throws IOException {
          Optional<Volume> present = right.find(request.name());
          return present.isPresent() ? present.get() : super.create(request);
        }
      };
    }
  }

  /** Disconnects at the array, and leaves the link that stood for the device. */
  static final class LeavesALinkBehind extends Wrong {
    @Override
    EphemeralVolumes mistaken(EphemeralVolumes right) {
      return new ForwardingVolumes(right) {
        @Override
        public Connection connect(Volume volume, VolumeLimits limits) throws IOException {
          Connection made = super.connect(volume, limits);
          Path link = folder.resolve("by-id-" + volume.id());
          if (!Files.exists(link)) {
            Files.createSymbolicLink(link, Path.of(made.blockPath()));
          }
          return new Connection(
              link.toString(), made.libvirtDiskXml().replace(made.blockPath(), link.toString()));
        }
      };
    }
  }

  /** Keeps what hosts write in a cache, and drops the cache when they disconnect. */
  static final class ForgetsToFlush extends Wrong {
    @Override
    EphemeralVolumes mistaken(EphemeralVolumes right) {
      return new ForwardingVolumes(right) {
        @Override
        public void disconnect(Volume volume) throws IOException {
          Path file = folder.resolve("volume-" + volume.id());
          if (Files.exists(file)) {
            Files.write(file, new byte[Math.toIntExact(Files.size(file))]);
          }
          super.disconnect(volume);
        }
      };
    }
  }

  @Test
  void oneThatTakesAVolumeOfAnotherSize() {
    assertFails(TakesAnyVolumeOfTheName.class, "takesAVolumeThatIsThereIfItIsAsRequested");
  }

  @Test
  void oneThatLeavesALinkBehind() {
    assertFails(LeavesALinkBehind.class, "connectsAndDisconnectsAsOftenAsItIsAsked");
  }

  @Test
  void oneThatForgetsToFlush() {
    assertFails(
        ForgetsToFlush.class,
        "keepsVolumesBeyondTheSession",
        "keepsWhatIsWrittenAndReadsAsZeroElsewhere");
  }
}
