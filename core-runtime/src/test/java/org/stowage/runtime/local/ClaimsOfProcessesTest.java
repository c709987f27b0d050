package org.stowage.runtime.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.Operation;
import org.stowage.runtime.target.Staging;
import org.stowage.runtime.target.Target;

/** Claims between processes, some of which are killed. */
class ClaimsOfProcessesTest {

  private static final DatastorePath PATH = DatastorePath.root(TestTarget.PLAIN).resolve("a");
  private static final String IN = "in";
  private static final String OUT = "out";

  @TempDir Path folder;

  @Test
  void areFreeAsSoonAsTheirHolderIsKilled() throws IOException {
    LocalTarget target = TestTarget.in(folder, TestTarget.PLAIN);
    try (ChildJvm holder = ChildJvm.start(Holder.class, folder.toString())) {
      assertEquals(IN, holder.line());
      assertTrue(target.tryClaim(PATH).isEmpty());
    }
    Target.Claim claim = target.tryClaim(PATH).orElseThrow();
    claim.close();
  }

  @Test
  @SuppressWarnings("try") // it is held, not used
  void outliveOtherClaimsOfTheirProcess() throws IOException {
    LocalTarget target = TestTarget.in(folder, TestTarget.PLAIN);
    try (Target.Claim held = target.tryClaim(PATH).orElseThrow()) {
      target.tryClaim(PATH.sibling("b")).orElseThrow().close();
      assertTrue(target.tryClaim(PATH).isEmpty());
      try (ChildJvm other = ChildJvm.start(Asker.class, folder.toString())) {
        assertEquals(OUT, other.line());
      }
    }
    try (ChildJvm other = ChildJvm.start(Asker.class, folder.toString())) {
      assertEquals(IN, other.line());
    }
  }

  @Test
  void guardStagingFoldersWhileTheirMakerLives() throws IOException {
    LocalTarget target = TestTarget.in(folder, TestTarget.PLAIN);
    DatastorePath top = DatastorePath.root(TestTarget.PLAIN).resolve(Staging.TOP);
    try (ChildJvm holder = ChildJvm.start(Holder.class, folder.toString())) {
      assertEquals(IN, holder.line());
      Staging.sweep(target, TestTarget.PLAIN);
      assertEquals(1, target.ports(TestTarget.PLAIN).files().list(top).size());
    }
    Staging.sweep(target, TestTarget.PLAIN);
    assertEquals(List.of(), target.ports(TestTarget.PLAIN).files().list(top));
  }

  @Test
  void letOneProcessInAtATime() throws IOException, InterruptedException {
    Path log = Files.createFile(folder.resolve("log"));
    List<ChildJvm> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        crowd.add(ChildJvm.start(Visitor.class, folder.toString(), log.toString()));
      }
      for (ChildJvm visitor : crowd) {
        assertEquals(0, visitor.await(line -> {}));
      }
    } finally {
      crowd.forEach(ChildJvm::close);
    }
    List<String> visits = Files.readAllLines(log);
    assertEquals(2 * 3 * Visitor.VISITS, visits.size());
    for (int i = 0; i < visits.size(); i += 2) {
      assertTrue(visits.get(i).startsWith(IN), visits::toString);
      assertEquals(visits.get(i).replace(IN, OUT), visits.get(i + 1), visits::toString);
    }
    assertFalse(visits.isEmpty());
  }

  /** Says whether the claim is to be had. */
  static final class Asker {

    public static void main(String[] arguments) throws Exception {
      LocalTarget target = TestTarget.in(Path.of(arguments[0]), TestTarget.PLAIN);
      System.out.println(target.tryClaim(PATH).isPresent() ? IN : OUT);
    }
  }

  /** Holds a claim and a staging folder until it is killed. */
  static final class Holder {

    @SuppressWarnings("try") // they are held, not used
    public static void main(String[] arguments) throws Exception {
      LocalTarget target = TestTarget.in(Path.of(arguments[0]), TestTarget.PLAIN);
      Operation operation = Operation.unwatched("holding");
      try (Target.Claim claim = target.claim(PATH, operation);
          Staging staging = Staging.create(target, TestTarget.PLAIN, operation)) {
        System.out.println(IN);
        Thread.currentThread().join();
      }
    }
  }

  /** Notes when it comes in and goes out. */
  static final class Visitor {

    static final int VISITS = 20;

    @SuppressWarnings("try") // it is held, not used
    public static void main(String[] arguments) throws Exception {
      LocalTarget target = TestTarget.in(Path.of(arguments[0]), TestTarget.PLAIN);
      Path log = Path.of(arguments[1]);
      for (int i = 0; i < VISITS; i++) {
        try (Target.Claim claim = target.claim(PATH, Operation.unwatched("visiting"))) {
          String visit = " " + ProcessHandle.current().pid() + " " + i + "\n";
          Files.writeString(log, IN + visit, StandardOpenOption.APPEND);
          Files.writeString(log, OUT + visit, StandardOpenOption.APPEND);
        }
      }
    }
  }
}
