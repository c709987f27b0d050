package org.stowage.runtime.glance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.stowage.api.disk.ImageProperties;

/**
 * What Glance tells of an image (Image service API v2, "Show image").
 *
 * @param status {@code active} when it can be read
 * @param properties what matters here of all that is declared of it
 */
public record GlanceImage(String id, String name, String status, ImageProperties properties) {

  private static final Pattern CHECKED = Pattern.compile("sha(1|256|384|512|3_256|3_512)");

  private static final List<String> KEPT =
      List.of(
          ImageProperties.DISK_FORMAT,
          ImageProperties.CONTAINER_FORMAT,
          ImageProperties.DISK_TYPE,
          ImageProperties.ADAPTER_TYPE,
          ImageProperties.LINKED_CLONE,
          ImageProperties.HASH_ALGORITHM,
          ImageProperties.HASH_VALUE);

  static GlanceImage of(JsonNode image) {
    Map<String, String> values = new TreeMap<>();
    for (String name : KEPT) {
      if (image.path(name).isTextual()) {
        values.put(name, image.path(name).textValue());
      }
    }
    if (!CHECKED.matcher(values.getOrDefault(ImageProperties.HASH_ALGORITHM, "")).matches()) {
      values.remove(ImageProperties.HASH_VALUE);
    }
    if (!values.containsKey(ImageProperties.HASH_VALUE) && image.path("checksum").isTextual()) {
      // Images made before Glance 17 (Rocky) have no other, and some sites choose algorithms that
      // Java has not.
      values.put(ImageProperties.HASH_ALGORITHM, "md5");
      values.put(ImageProperties.HASH_VALUE, image.path("checksum").textValue());
    }
    return new GlanceImage(
        image.path("id").asText(),
        image.path("name").asText(),
        image.path("status").asText(),
        new ImageProperties(values));
  }
}
