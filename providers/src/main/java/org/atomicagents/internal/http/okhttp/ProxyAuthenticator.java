package org.atomicagents.internal.http.okhttp;

import okhttp3.Authenticator;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.atomicagents.internal.http.ProxyCredentials;
import org.jspecify.annotations.Nullable;

/** Sends the user name and password to a proxy that requests them, once per request. */
final class ProxyAuthenticator implements Authenticator {
  private static final String HEADER = "Proxy-Authorization";

  private final ProxyCredentials credentials;

  ProxyAuthenticator(ProxyCredentials credentials) {
    this.credentials = credentials;
  }

  @Override
  public @Nullable Request authenticate(@Nullable Route route, Response response) {
    return response.request().header(HEADER) == null
        ? response.request().newBuilder().header(HEADER, credentials.basicHeader()).build()
        : null;
  }
}
