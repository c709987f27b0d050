package org.stowage.plugin.ova;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.google.inject.Guice;
import com.google.inject.Module;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.disk.DiskFormat;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.ImageProperties;
import org.stowage.testkit.FileImageSource;
import org.stowage.testkit.FixedFormats;
import org.stowage.testkit.ova.OvaBuilder;
import org.stowage.testkit.ova.OvfText;

/** The packaged plugin, with nothing around it but what a host gives to plugins. */
class PluginJarIT {

  @TempDir Path folder;

  private static Path jar() throws IOException {
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(Path.of("target"), "stowage-plugin-ova-*.jar")) {
      return jars.iterator().next();
    }
  }

  @Test
  void holdsNothingOutsideItsOwnPackage() throws IOException {
    try (JarFile jar = new JarFile(jar().toFile())) {
      List<String> strangers =
          jar.stream()
              .map(Object::toString)
              .filter(name -> name.endsWith(".class"))
              .filter(name -> !name.startsWith("org/stowage/plugin/ova/"))
              .toList();

      assertEquals(List.of(), strangers);
    }
  }

  @Test
  void opensAnArchiveWithItsPrivateCopyOfTheLibrary() throws Exception {
    Path archive =
        new OvaBuilder()
            .member("vm.ovf", OvfText.oneDisk("d.vmdk", 1024, "lsilogic"))
            .manifest("vm.mf", "SHA256")
            .member("d.vmdk", TinyDisk.bytes(1024))
            .writeTo(folder.resolve("vm.ova"));
    try (URLClassLoader plugin =
        new URLClassLoader(new URL[] {jar().toUri().toURL()}, new HostClasses())) {
      Module module = ServiceLoader.load(Module.class, plugin).iterator().next();
      assertSame(plugin, module.getClass().getClassLoader());
      DiskFormat format =
          (DiskFormat)
              Guice.createInjector(binder -> binder.requireExplicitBindings(), module)
                  .getInstance(plugin.loadClass("org.stowage.plugin.ova.OvaFormat"));

      for (Access access : Access.values()) {
        FileImageSource source = access.source(archive);
        try (DiskImage image =
            new FixedFormats(format, new TinyDisk()).open(source, ImageProperties.NONE)) {
          assertArrayEquals(TinyDisk.content(1024), OvaTester.copied(image).content());
        }
      }
    }
  }

  /** Shows the host's contracts, and hides this module's own class path. */
  private static final class HostClasses extends ClassLoader {

    HostClasses() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("org.stowage.api.")
          || name.startsWith("org.pf4j.")
          || name.startsWith("com.google.inject.")
          || name.startsWith("org.jspecify.")) {
        return PluginJarIT.class.getClassLoader().loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }
}
