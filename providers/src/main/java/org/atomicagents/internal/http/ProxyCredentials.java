package org.atomicagents.internal.http;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The user name and password for a proxy; the text form contains neither. */
public record ProxyCredentials(String user, String password) {

  /** Returns the credentials in the user info of an address; null if it has no user info. */
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

  /** Returns the value of a {@code Proxy-Authorization} header (RFC 7617). */
  public String basicHeader() {
    byte[] userAndPassword = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(userAndPassword);
  }

  private static String decode(String text) {
    // User info is not form data: a plus sign is not a space.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "ProxyCredentials[***]";
  }
}
