package org.stowage.jarcheck;

import static org.stowage.testkit.SuiteRun.assertFails;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.StowageApi;
import org.stowage.testkit.PluginJar;

/** Jars with one mistake each: the suite fails them where the mistake is. */
class WrongJarsTest {

  private static final String FORMAT =
      """
      package acme;
      import org.stowage.api.disk.*;
      @org.pf4j.Extension
      public class Format implements DiskFormat {
        public String id() { return "%s"; }
        public Recognition recognise(ImageHead head) { %s return Recognition.NONE; }
        public DiskImage open(ImageSource source, DiskFormats formats) throws java.io.IOException {
          throw new java.io.IOException("nothing to open");
        }
      }
      """;

  abstract static class OfAcme extends PackagedPluginContract {

    @TempDir private Path folder;

    PluginJar plugin() throws IOException {
      return PluginJar.ofId("acme").source("acme.Format", FORMAT.formatted("acme", ""));
    }

    @Override
    protected Path jar() {
      try {
        return plugin().writeTo(folder.resolve("acme.jar"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The plugin that the others are made of. */
  @Nested
  class Right extends OfAcme {}

  static final class HasNoId extends OfAcme {
    @Override
    PluginJar plugin() throws IOException {
      return super.plugin().without("Plugin-Id");
    }
  }

  static final class TakesEveryApi extends OfAcme {
    @Override
    PluginJar plugin() throws IOException {
      return super.plugin().with("Plugin-Requires", ">=" + StowageApi.VERSION);
    }
  }

  static final class ForgotTheIndex extends OfAcme {
    @Override
    PluginJar plugin() throws IOException {
      return super.plugin().file("META-INF/extensions.idx", "");
    }
  }

  static final class BundlesTheApi extends OfAcme {
    @Override
    PluginJar plugin() throws IOException {
      return super.plugin().copyOf(StowageApi.class);
    }
  }

  static final class HoldsAJar extends OfAcme {
    @Override
    PluginJar plugin() throws IOException {
      return super.plugin().file("lib/library.jar", "");
    }
  }

  static final class NamesItselfBadly extends OfAcme {
    @Override
    PluginJar plugin() throws IOException {
      return super.plugin().source("acme.Format", FORMAT.formatted("a format", ""));
    }
  }

  static final class StaysInMemory extends OfAcme {
    @Override
    PluginJar plugin() throws IOException {
      String keeps = "System.getProperties().put(\"wrong-jars-test-\" + System.nanoTime(), this);";
      return super.plugin().source("acme.Format", FORMAT.formatted("acme", keeps));
    }
  }

  @Test
  void oneWithoutAnId() {
    assertFails(
        HasNoId.class,
        "leavesNothingWhenItIsUnloaded",
        "loadsAndNamesItsExtensions",
        "saysWhoItIs");
  }

  @Test
  void oneThatTakesEveryApi() {
    assertFails(TakesEveryApi.class, "requiresTheApiOfOneMajorVersion");
  }

  @Test
  void oneWithoutAnIndex() {
    assertFails(
        ForgotTheIndex.class,
        "leavesNothingWhenItIsUnloaded",
        "listsItsExtensions",
        "loadsAndNamesItsExtensions");
  }

  @Test
  void oneThatBundlesTheApi() {
    assertFails(
        BundlesTheApi.class,
        "bundlesNothingThatHostsShare",
        "leavesNothingWhenItIsUnloaded",
        "loadsAndNamesItsExtensions");
  }

  @Test
  void oneThatHoldsAJar() {
    assertFails(
        HoldsAJar.class,
        "leavesNothingWhenItIsUnloaded",
        "loadsAndNamesItsExtensions",
        "needsNoOtherJarAndHoldsNone");
  }

  @Test
  void oneWhoseExtensionHasNoNameThatCanBeTyped() {
    assertFails(NamesItselfBadly.class, "loadsAndNamesItsExtensions");
  }

  @Test
  void oneThatStaysInMemory() {
    assertFails(StaysInMemory.class, "leavesNothingWhenItIsUnloaded");
  }
}
