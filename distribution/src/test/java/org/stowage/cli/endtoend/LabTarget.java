package org.stowage.cli.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.stowage.testkit.lab.LabVcenter;

/** A lab vCenter as a target of the configuration. */
public final class LabTarget {

  private LabTarget() {}

  /**
   * A target {@code vc}, with claims that are given up for dead after 3 s instead of 30.
   *
   * @param options further ones, by lines
   */
  public static String configuration(LabVcenter lab, String options) {
    return """
        [targets.vc]
        kind = "vsphere"
        [targets.vc.vmware]
        host_ip = "127.0.0.1"
        host_port = %s
        host_username = "%s"
        host_password = "%s"
        task_poll_interval = 0.05
        %s
        """
        .formatted(
            lab.url().replaceAll("\\D*127.0.0.1:(\\d+).*", "$1"),
            lab.username(),
            lab.password(),
            options);
  }

  /** What operations that have ended left: staging folders, claims. */
  public static List<String> unfinished(LabVcenter lab) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(lab.caFile().getParent())) {
      files
          .map(Path::toString)
          .filter(file -> file.matches(".*/(stowage-[^/]+|claims/.+)"))
          .filter(file -> !file.matches(".*/stowage-lab-[^/]+"))
          .forEach(found::add);
    }
    return found;
  }
}
