package org.atomicagents.internal.http;

import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.http.pool.HttpConnectionPool;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.RunContext;

/** Exchanges over a pool as a user has set it up. */
public final class PoolCalls {

  private PoolCalls() {}

  public static HttpResponse open(ConnectionPool pool, HttpRequest http, RunContext call) {
    return HttpConnectionPool.of(pool).open(http, call);
  }
}
