package org.stowage.plugin.scaleio;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stowage.api.StorageException;
import org.stowage.plugin.scaleio.gateway.Credentials;

/**
 * The options of the table {@code [scaleio]}.
 *
 * @param sdcGuid null to ask the SDC of this host
 * @param certificates null for the authorities of the Java runtime
 */
record ScaleioOptions(
    URI gateway,
    Credentials credentials,
    boolean verifyCertificate,
    @Nullable Path certificates,
    Place place,
    @Nullable String sdcGuid,
    Path drvCfg,
    Path deviceFolder,
    Duration deviceTimeout,
    Duration restTimeout,
    boolean allowNonPadded) {

  /** Where a volume is made, and how. */
  record Place(String domain, String pool, boolean thin) {

    private static final String DOMAIN = "disk:domain";
    private static final String POOL = "disk:pool";
    private static final String PROVISIONING = "disk:provisioning_type";

    /** The place that a flavor chooses, with this one for what it leaves open. */
    Place chosenBy(Map<String, String> flavorKeys) throws StorageException {
      String provisioning = flavorKeys.get(PROVISIONING);
      return new Place(
          flavorKeys.getOrDefault(DOMAIN, domain),
          flavorKeys.getOrDefault(POOL, pool),
          provisioning == null ? thin : isThin("the flavor key " + PROVISIONING, provisioning));
    }

    @Override
    public String toString() {
      return domain + "/" + pool;
    }
  }

  /**
   * @throws StorageException {@code configuration} with the first option that is wrong
   */
  static ScaleioOptions read(Map<String, Object> table) throws StorageException {
    OptionReader options = new OptionReader("scaleio", table);
    String host = options.text("rest_server_ip");
    long port = options.number("rest_server_port", 443, 1, 65_535);
    Credentials credentials =
        new Credentials(options.text("rest_server_username"), options.text("rest_server_password"));
    Place place =
        new Place(
            options.text("default_protection_domain_name"),
            options.text("default_storage_pool_name"),
            isThin(
                "[scaleio] default_provisioning_type",
                options.text("default_provisioning_type", "thick")));
    String certificates = options.optional("server_certificate_path");
    String sdcGuid = options.optional("default_sdcguid");
    ScaleioOptions read =
        new ScaleioOptions(
            options.https("rest_server_ip", host, port),
            credentials,
            options.flag("verify_server_certificate", false),
            certificates == null ? null : options.path("server_certificate_path", certificates),
            place,
            sdcGuid == null ? null : options.guid("default_sdcguid", sdcGuid),
            options.path(
                "drv_cfg_path", options.text("drv_cfg_path", "/opt/emc/scaleio/sdc/bin/drv_cfg")),
            options.path("by_id_path", options.text("by_id_path", "/dev/disk/by-id")),
            Duration.ofSeconds(options.number("device_timeout", 60, 1, 3600)),
            Duration.ofSeconds(options.number("rest_timeout", 30, 1, 3600)),
            options.flag("allow_non_padded_pools", false));
    options.end();
    return read;
  }

  private static boolean isThin(String option, String value) throws StorageException {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "thick" -> false;
      case "thin" -> true;
      default -> throw OptionReader.wrong(option, "thick or thin, not " + value);
    };
  }
}
