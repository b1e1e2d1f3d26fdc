package org.atomicagents.internal.http;

import org.atomicagents.http.ConnectionPool;
import org.atomicagents.model.RunContext;

/** Exchanges over a pool as a user has set it up. */
public final class Pools {

  private Pools() {}

  public static HttpAnswer open(ConnectionPool pool, HttpCall http, RunContext call) {
    return HttpPool.of(pool).open(http, call);
  }
}
