package org.stowage.plugin.scaleio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.ephemeral.Volume;
import org.stowage.api.ephemeral.VolumeRequest;

class SioBackendTest {

  private static final SioBackend BACKEND = new SioBackend();
  private static final Volume VOLUME = new Volume("1", "web-1", 8L << 30, true, true);

  @Test
  void demandsMultiplesOfEightGibibytes() {
    assertEquals("sio", BACKEND.id());
    assertEquals(8_589_934_592L, BACKEND.capacityMultipleBytes());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void saysThatItDoesNotReachAGatewayYet(Executable operation) {
    StorageException refusal = assertThrows(StorageException.class, operation);

    assertEquals(CommonError.UNSUPPORTED, refusal.code());
  }

  static Stream<Executable> operations() {
    return Stream.of(
        () -> BACKEND.create(new VolumeRequest("web-1", 8L << 30, Map.of())),
        () -> BACKEND.find("web-1"),
        () -> BACKEND.connect(VOLUME),
        () -> BACKEND.disconnect(VOLUME),
        () -> BACKEND.extend(VOLUME, 16L << 30),
        () -> BACKEND.delete(VOLUME));
  }
}
