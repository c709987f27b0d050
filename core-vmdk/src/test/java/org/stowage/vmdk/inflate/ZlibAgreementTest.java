package org.stowage.vmdk.inflate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random damage: zlib and we accept the same data, as the same bytes, and refuse the same. */
class ZlibAgreementTest {

  private static final long SEED = Long.getLong("stowage.mutation.seed", 20240301);
  private static final int ROUNDS = Integer.getInteger("stowage.inflate.rounds", 20_000);
  private static final int MOST_BYTES = 3000;

  private interface Expander {
    Expanding.Expanded expand(byte[] data, int mostBytes) throws DataFormatException;
  }

  private final Random random = new Random(SEED);
  private final Expanding expanding = new Expanding();

  @Test
  @Timeout(60)
  void agreesWithZlibOnDamagedData() {
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] data = damaged(sound());
      Optional<Expanding.Expanded> expected = tried(Expanding::expandByZlib, data);
      try {
        assertEquals(expected, tried(expanding::expandAtMost, data));
      } catch (AssertionError | RuntimeException e) {
        fail("seed %d, round %d: %s".formatted(SEED, round, Arrays.toString(data)), e);
      }
      accepted += expected.isPresent() ? 1 : 0;
    }
    assertTrue(accepted > ROUNDS / 4 && accepted < ROUNDS * 3 / 4, accepted + " were accepted");
  }

  private static Optional<Expanding.Expanded> tried(Expander expander, byte[] data) {
    try {
      return Optional.of(expander.expand(data, MOST_BYTES));
    } catch (DataFormatException e) {
      return Optional.empty();
    }
  }

  private byte[] sound() {
    Content content = Content.values()[random.nextInt(Content.values().length)];
    return Expanding.compress(
        content.bytes(random.nextInt(MOST_BYTES + 100), random.nextLong()),
        random.nextInt(10),
        Content.STRATEGIES[random.nextInt(Content.STRATEGIES.length)],
        1 + random.nextInt(2 * MOST_BYTES));
  }

  private byte[] damaged(byte[] sound) {
    byte[] data = Arrays.copyOf(sound, sound.length + random.nextInt(2) * random.nextInt(40));
    for (int left = random.nextInt(4); left > 0; left--) {
      // The codes are at the start.
      int at = random.nextInt(random.nextBoolean() ? data.length : Math.min(data.length, 80));
      switch (random.nextInt(4)) {
        case 0 -> data[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> data[at] = (byte) random.nextInt();
        case 2 -> data[at] = data[random.nextInt(data.length)];
        default -> data = random.nextInt(4) == 0 ? Arrays.copyOf(data, at + 1) : data;
      }
    }
    return data;
  }
}
