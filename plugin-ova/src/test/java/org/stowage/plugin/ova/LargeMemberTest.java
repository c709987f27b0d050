package org.stowage.plugin.ova;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stowage.testkit.ova.OvfText;
import org.stowage.testkit.ova.TarBuilder;

/** Members beyond 8 GiB, whose size does not fit eleven octal digits. The file is sparse. */
class LargeMemberTest {

  private static final long SIZE = (9L << 30) + 512;

  @TempDir Path folder;

  static Stream<Arguments> sizes() {
    return Stream.of(
        Arguments.of("base 256", TarBuilder.base256(SIZE), false),
        Arguments.of("twelve octal digits", TarBuilder.octal(SIZE), false),
        Arguments.of("pax", TarBuilder.octal(0), true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sizes")
  void areFoundAndSkipped(String how, byte[] sizeField, boolean pax) throws IOException {
    TarBuilder start = new TarBuilder().file("vm.ovf", OvfText.oneDisk("d.vmdk", 4096, "lsilogic"));
    if (pax) {
      start.pax("size", Long.toString(SIZE));
    }
    byte[] head = start.header("d.vmdk", '0', sizeField).raw(TinyDisk.bytes(4096)).unended();
    long memberStart = head.length - TinyDisk.bytes(4096).length;
    Path archive = folder.resolve("large.ova");
    try (FileChannel channel =
        FileChannel.open(archive, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      channel.write(ByteBuffer.wrap(head));
      channel.write(
          ByteBuffer.wrap(new TarBuilder().file("vm.mf", "").bytes()), memberStart + SIZE);
    }

    for (Access access : Access.values()) {
      OptionalLong length =
          new OvaTester(folder, access)
              .with(archive, opened -> opened.stored().orElseThrow().lengthBytes());

      assertEquals(OptionalLong.of(SIZE), length);
    }
    assertEquals(
        4096, new OvaTester(folder, Access.FILE).with(archive, OvaTester::copied).content().length);
  }
}
