package org.atomicagents.internal.http;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Name and password for a proxy; its text form has neither. */
public record ProxyCredentials(String user, String password) {

  /** What stands before the {@code @} of an address; null if nothing does. */
  public static @Nullable ProxyCredentials of(URI address) {
    String info = address.getRawUserInfo();
    if (info == null) {
      return null;
    }
    int colon = info.indexOf(':');
    return colon < 0
        ? new ProxyCredentials(decode(info), "")
        : new ProxyCredentials(decode(info.substring(0, colon)), decode(info.substring(colon + 1)));
  }

  /** As the header has it (RFC 7617). */
  public String basicHeader() {
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  private static String decode(String text) {
    // A plus sign is one: user info isn't form data.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "ProxyLogin[hidden]";
  }
}
