package org.atomicagents.cache;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.atomicagents.support.DriverDataSource;
import org.junit.jupiter.api.io.TempDir;

class SqliteCacheStoreTest extends JdbcCacheContract {
  @TempDir private Path folder;

  @Override
  DataSource database() {
    return new DriverDataSource(
        "jdbc:sqlite:" + folder.resolve("cache.db") + "?busy_timeout=60000");
  }
}
