package org.atomicagents.internal.http;

import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.http.pool.HttpConnectionPool;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.RunContext;

/** Opens calls of the internal implementation behind the public {@link ConnectionPool}. */
public final class PoolCalls {

  private PoolCalls() {}

  public static HttpResponse open(ConnectionPool pool, HttpRequest http, RunContext call) {
    return HttpConnectionPool.of(pool).open(http, call);
  }
}
