package org.atomicagents.internal.http.okhttp;

import okhttp3.Authenticator;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.atomicagents.internal.http.ProxyCredentials;
import org.jspecify.annotations.Nullable;

/** Tells a proxy name and password when it asks for them, once. */
final class ProxyAuthenticator implements Authenticator {
  private static final String HEADER = "Proxy-Authorization";

  private final ProxyCredentials login;

  ProxyAuthenticator(ProxyCredentials login) {
    this.login = login;
  }

  @Override
  public @Nullable Request authenticate(@Nullable Route route, Response response) {
    return response.request().header(HEADER) == null
        ? response.request().newBuilder().header(HEADER, login.basicHeader()).build()
        : null;
  }
}
