package org.stowage.plugin.scaleio.gateway;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of the API.
 *
 * @param attempted what it is for, with the names of what it concerns: starts an error's message
 * @param path without the server, encoded
 * @param body null for a GET
 */
record GatewayCall(String attempted, String path, @Nullable Map<String, ?> body) {

  static GatewayCall get(String attempted, String path) {
    return new GatewayCall(attempted, path, null);
  }

  static GatewayCall post(String attempted, String path, Map<String, ?> body) {
    return new GatewayCall(attempted, path, body);
  }
}
