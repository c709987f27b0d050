package org.stowage.runtime.vsphere.doctor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stowage.api.CommonError;
import org.stowage.runtime.doctor.Finding;

/** Whether a server is new enough. */
public final class VersionCheck {

  public static final String NAME = "version";

  private static final Pattern MAJOR_MINOR = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(\\..*)?");
  private static final int LEAST_MAJOR = 6;
  private static final int LEAST_MINOR = 5;

  private VersionCheck() {}

  /**
   * @param product as the server says: {@code "VMware vCenter Server 8.0.3 build-24022515"}
   * @param apiVersion as the server says: {@code "8.0.3.0"}
   */
  public static Finding of(String server, String product, String apiVersion) {
    String observed = product + ", API " + apiVersion;
    Matcher version = MAJOR_MINOR.matcher(apiVersion);
    if (!version.matches()) {
      return Finding.warning(
          NAME, server, observed + ", which is no version", "Check what answers there.");
    }
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    boolean served = major > LEAST_MAJOR || major == LEAST_MAJOR && minor >= LEAST_MINOR;
    return served
        ? Finding.ok(NAME, server, observed)
        : Finding.failed(
            NAME,
            server,
            CommonError.UNSUPPORTED,
            observed + "; 6.5 is the oldest that is served",
            "Upgrade it to 6.5 or newer.");
  }
}
