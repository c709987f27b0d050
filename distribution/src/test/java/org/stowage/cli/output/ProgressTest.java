package org.stowage.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private static final long GIB = 1L << 30;

  @Test
  void saysAmountsSpeedAndWhatIsLeft() {
    Progress progress = new Progress("deploying a", 5 * GIB, 20 * GIB, Duration.ofSeconds(10));

    assertEquals("deploying a: 25%, 5 GiB of 20 GiB, 512 MiB/s, 0:30 left", progress.line());
  }

  @Test
  void saysOnlyWhatIsDoneWhenTheEndIsUnknown() {
    Progress progress = new Progress("deploying a", 3 * GIB, -1, Duration.ofSeconds(3));

    assertEquals("deploying a: 3 GiB, 1 GiB/s", progress.line());
  }

  @Test
  void saysNoSpeedBeforeTimeHasPassed() {
    assertEquals("x: 0%, 0 B of 1 GiB", new Progress("x", 0, GIB, Duration.ZERO).line());
  }

  @Test
  void survivesImagesOfManyExbibytes() {
    Progress progress = new Progress("x", Long.MAX_VALUE / 2, Long.MAX_VALUE, Duration.ofDays(1));

    assertEquals("x: 50%, 4096.0 PiB of 8192.0 PiB, 48.5 TiB/s, 1440:00 left", progress.line());
  }

  @Test
  void staysAtAHundredPercentWhenMoreWasDoneThanExpected() {
    assertEquals("x: 100%, 2 GiB of 1 GiB", new Progress("x", 2 * GIB, GIB, Duration.ZERO).line());
  }

  @Test
  void drawsABarWhereThereIsRoom() {
    Progress progress = new Progress("x", GIB, 2 * GIB, Duration.ZERO);

    assertEquals("[##########----------] x: 50%, 1 GiB of 2 GiB", progress.bar(80));
  }

  @Test
  void neverWrapsOnANarrowTerminal() {
    Progress progress = new Progress("deploying a-long-name", GIB, 2 * GIB, Duration.ofSeconds(1));

    assertEquals("deploying a-long-na", progress.bar(20));
  }
}
