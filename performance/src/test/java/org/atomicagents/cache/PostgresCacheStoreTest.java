package org.atomicagents.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Instant;
import javax.sql.DataSource;
import org.atomicagents.error.StoreException;
import org.atomicagents.support.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresCacheStoreTest extends JdbcCacheContract {
  private static final CacheKey KEY = new CacheKey("acme", "durable");
  private static final Instant NOW = Instant.EPOCH;

  private static PostgresServer server;

  @BeforeAll
  static void start() throws Exception {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @Override
  DataSource database() {
    return server.dataSource("public");
  }

  @Test
  void keepsStoredValuesWhenTheServerCrashes() throws Exception {
    JdbcCacheStore store = JdbcCacheStore.of(database());
    byte[] value = "value".getBytes(StandardCharsets.UTF_8);
    store.put(KEY, value, NOW.plusSeconds(1));

    server.crash();
    assertThatThrownBy(() -> store.get(KEY, NOW)).isInstanceOf(StoreException.class);
    server.startAgain();

    assertThat(store.get(KEY, NOW)).isEqualTo(value);
  }

  @Test
  void commitsOnConnectionsWithoutAutomaticCommits() {
    JdbcCacheStore store = JdbcCacheStore.of(withoutAutoCommit(database()));
    byte[] value = "value".getBytes(StandardCharsets.UTF_8);

    store.put(KEY, value, NOW.plusSeconds(1));

    assertThat(JdbcCacheStore.of(database()).get(KEY, NOW)).isEqualTo(value);
  }

  private static DataSource withoutAutoCommit(DataSource source) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(source, arguments);
                if (result instanceof Connection connection) {
                  connection.setAutoCommit(false);
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
