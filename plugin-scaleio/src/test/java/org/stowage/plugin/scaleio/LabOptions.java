package org.stowage.plugin.scaleio;

import java.util.HashMap;
import java.util.Map;
import org.stowage.testkit.lab.LabGateway;

/** The options with which this host uses a lab gateway. */
final class LabOptions {

  private LabOptions() {}

  static Map<String, Object> of(LabGateway gateway) {
    Map<String, Object> options = new HashMap<>();
    options.put("rest_server_ip", gateway.url().getHost());
    options.put("rest_server_port", (long) gateway.url().getPort());
    options.put("rest_server_username", gateway.username());
    options.put("rest_server_password", gateway.password());
    options.put("default_protection_domain_name", "domain1");
    options.put("default_storage_pool_name", "pool1");
    options.put("verify_server_certificate", true);
    options.put("server_certificate_path", gateway.caFile().toString());
    options.put("drv_cfg_path", gateway.thisHost().drvCfg().toString());
    options.put("by_id_path", gateway.thisHost().byIdFolder().toString());
    options.put("device_timeout", 1L);
    return options;
  }
}
