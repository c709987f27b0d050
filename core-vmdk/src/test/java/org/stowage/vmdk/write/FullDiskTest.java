package org.stowage.vmdk.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageTarget;
import org.stowage.api.disk.WritableFormat.WriteOptions;

/** Linux has a file on a disk that is always full. */
@EnabledOnOs(OS.LINUX)
class FullDiskTest {

  private static final TestContent CONTENT = TestContent.noise(8 << 20);

  /** The sinks there are. */
  private enum Kind {
    STREAM_OPTIMIZED {
      @Override
      DiskSink on(DiskSpec spec, ImageTarget target) throws IOException {
        return DiskSinks.streamOptimized(spec, target, new WriteOptions(1, 2));
      }
    },
    SPARSE {
      @Override
      DiskSink on(DiskSpec spec, ImageTarget target) throws IOException {
        return DiskSinks.sparse(spec, target);
      }
    },
    FLAT {
      @Override
      DiskSink on(DiskSpec spec, ImageTarget target) throws IOException {
        return DiskSinks.flat(spec, target);
      }
    },
    RAW {
      @Override
      DiskSink on(DiskSpec spec, ImageTarget target) throws IOException {
        return DiskSinks.raw(spec, target);
      }
    };

    abstract DiskSink on(DiskSpec spec, ImageTarget target) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void saysThatNothingFitsAndClosesEverything(Kind kind) throws Exception {
    FullTarget target = new FullTarget(new ArrayList<>());

    try (DiskSink sink = kind.on(CONTENT.spec(), target)) {
      IOException failure =
          assertThrows(
              IOException.class,
              () -> {
                CONTENT.writeAll(sink, 1 << 20);
                sink.finish();
              });
      assertTrue(failure.getMessage().contains("No space left"), failure.getMessage());
      assertThrows(IllegalStateException.class, sink::finish);
    }

    assertFalse(target.opened.isEmpty());
    assertEquals(0, target.opened.stream().filter(FileChannel::isOpen).count());
  }

  private record FullTarget(List<FileChannel> opened) implements ImageTarget {
    @Override
    public String name() {
      return "disk.vmdk";
    }

    @Override
    public OutputStream open() throws IOException {
      return Channels.newOutputStream(openChannel().orElseThrow());
    }

    @Override
    public Optional<FileChannel> openChannel() throws IOException {
      opened.add(FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE));
      return Optional.of(opened.get(opened.size() - 1));
    }

    @Override
    public ImageTarget sibling(String name) {
      return this;
    }
  }
}
