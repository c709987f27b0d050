package org.stowage.testkit.disk;

import static org.stowage.testkit.SuiteRun.assertFails;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.stowage.api.disk.DiskFormat;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.Recognition;

/** Formats with one mistake each: the suite fails them where the mistake is. */
class WrongFormatsTest {

  abstract static class OfSmall extends DiskFormatContract {

    @Override
    protected Example example(Path folder) throws IOException {
      byte[] content = noise(1 << 18);
      byte[] image = SmallFormat.image(content);
      return new Example(Files.write(folder.resolve("disk.small"), image), content, image);
    }
  }

  /** The format that the others are made of. */
  @Nested
  class Right extends OfSmall {
    @Override
    protected DiskFormat format() {
      return new SmallFormat();
    }
  }

  static final class ReadsBeyondTheHead extends OfSmall {
    @Override
    protected DiskFormat format() {
      return new SmallFormat() {
        @Override
        public Recognition recognise(ImageHead head) {
          byte[] mark = new byte[MARK.length];
          head.bytes().get(mark);
          return super.recognise(head);
        }
      };
    }
  }

  static final class ClaimsEveryImage extends OfSmall {
    @Override
    protected DiskFormat format() {
      return new SmallFormat() {
        @Override
        public Recognition recognise(ImageHead head) {
          return Recognition.MAGIC;
        }
      };
    }
  }

  static final class ThrowsUncheckedWhenCutOff extends OfSmall {
    @Override
    protected DiskFormat format() {
      return new SmallFormat() {
        @Override
        public DiskImage open(ImageSource source, DiskFormats formats) throws IOException {
          if (source.repeatable()) {
            try (InputStream stream = source.open()) {
              ByteBuffer.wrap(stream.readNBytes(MARK.length)).getLong();
            }
          }
          return super.open(source, formats);
        }
      };
    }
  }

  static final class LeavesTheFileOpen extends OfSmall {
    @Override
    protected DiskFormat format() {
      return new SmallFormat() {
        @Override
        public DiskImage open(ImageSource source, DiskFormats formats) throws IOException {
          DiskImage image = super.open(source, formats);
          source.open();
          return image;
        }
      };
    }
  }

  @Test
  void oneThatReadsBeyondTheHead() {
    assertFails(
        ReadsBeyondTheHead.class,
        "recognisesWithoutThrowingWhateverTheBytes",
        "refusesWhatWasCutOff");
  }

  @Test
  void oneThatClaimsEveryImage() {
    assertFails(ClaimsEveryImage.class, "isNotSureOfNoise", "leavesTheMarksOfOthersToThem");
  }

  @Test
  void oneThatThrowsUncheckedWhenCutOff() {
    assertFails(ThrowsUncheckedWhenCutOff.class, "refusesWhatWasCutOff");
  }

  @Test
  void oneThatLeavesTheFileOpen() {
    assertFails(
        LeavesTheFileOpen.class,
        "closesOnceAndForAll",
        "copiesTheContent",
        "opensAsOftenAsItIsAsked",
        "refusesHostileBytesAndNeverFails",
        "stopsWhenItIsTold");
  }
}
