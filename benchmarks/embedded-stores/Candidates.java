import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.bindings.StringBinding;
import jetbrains.exodus.env.EnvironmentConfig;
import jetbrains.exodus.env.Environments;
import jetbrains.exodus.env.StoreConfig;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteOptions;

/** Embedded stores behind one interface: a durable put of one record, and a scan of all records. */
final class Candidates {
  private Candidates() {}

  interface Store extends AutoCloseable {
    /** Returns when the record is durable. */
    void put(String key, byte[] value) throws Exception;

    /** Returns all records. */
    Map<String, byte[]> scan() throws Exception;
  }

  static final java.util.List<String> NAMES =
      java.util.List.of(
          "mvstore", "sqlite-wal", "sqlite-delete", "rocksdb", "lmdb", "xodus", "log");

  static Store open(String name, Path folder) throws Exception {
    Files.createDirectories(folder);
    return switch (name) {
      case "mvstore" -> new MvStoreCandidate(folder.resolve("data.mv"));
      case "sqlite-wal" -> new SqliteCandidate(folder.resolve("data.db"), "WAL");
      case "sqlite-delete" -> new SqliteCandidate(folder.resolve("data.db"), "DELETE");
      case "rocksdb" -> new RocksCandidate(folder.resolve("rocks"));
      case "lmdb" -> new LmdbCandidate(folder.resolve("lmdb"));
      case "xodus" -> new XodusCandidate(folder.resolve("xodus"));
      case "log" -> new LogCandidate(folder.resolve("data.log"));
      default -> throw new IllegalArgumentException(name);
    };
  }

  static final class MvStoreCandidate implements Store {
    private final MVStore store;
    private final MVMap<String, byte[]> map;

    MvStoreCandidate(Path file) {
      store = new MVStore.Builder().fileName(file.toString()).autoCommitDisabled().open();
      map = store.openMap("records");
    }

    @Override
    public void put(String key, byte[] value) {
      map.put(key, value);
      store.commit();
      store.sync();
    }

    @Override
    public Map<String, byte[]> scan() {
      return new TreeMap<>(map);
    }

    @Override
    public void close() {
      store.close();
    }
  }

  static final class SqliteCandidate implements Store {
    private final Connection connection;

    SqliteCandidate(Path file, String journal) throws Exception {
      connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (var statement = connection.createStatement()) {
        statement.execute("PRAGMA locking_mode=EXCLUSIVE");
        statement.execute("PRAGMA journal_mode=" + journal);
        statement.execute("PRAGMA synchronous=" + (journal.equals("WAL") ? "FULL" : "EXTRA"));
        statement.execute("CREATE TABLE IF NOT EXISTS records(k TEXT PRIMARY KEY, v BLOB)");
      }
    }

    @Override
    public synchronized void put(String key, byte[] value) throws Exception {
      try (var insert =
          connection.prepareStatement("INSERT OR REPLACE INTO records(k, v) VALUES(?, ?)")) {
        insert.setString(1, key);
        insert.setBytes(2, value);
        insert.executeUpdate();
      }
    }

    @Override
    public Map<String, byte[]> scan() throws Exception {
      var all = new TreeMap<String, byte[]>();
      try (var statement = connection.createStatement();
          var rows = statement.executeQuery("SELECT k, v FROM records ORDER BY k")) {
        while (rows.next()) {
          all.put(rows.getString(1), rows.getBytes(2));
        }
      }
      return all;
    }

    @Override
    public void close() throws Exception {
      connection.close();
    }
  }

  static final class RocksCandidate implements Store {
    private final RocksDB db;
    private final WriteOptions durable;

    RocksCandidate(Path folder) throws Exception {
      RocksDB.loadLibrary();
      durable = new WriteOptions().setSync(true);
      db =
          RocksDB.open(
              new Options().setCreateIfMissing(true).setParanoidChecks(true), folder.toString());
    }

    @Override
    public void put(String key, byte[] value) throws Exception {
      db.put(durable, key.getBytes(UTF_8), value);
    }

    @Override
    public Map<String, byte[]> scan() throws Exception {
      var all = new TreeMap<String, byte[]>();
      try (var rows = db.newIterator()) {
        for (rows.seekToFirst(); rows.isValid(); rows.next()) {
          all.put(new String(rows.key(), UTF_8), rows.value());
        }
        rows.status();
      }
      return all;
    }

    @Override
    public void close() {
      db.close();
    }
  }

  static final class LmdbCandidate implements Store {
    private final Env<ByteBuffer> env;
    private final Dbi<ByteBuffer> dbi;

    LmdbCandidate(Path folder) throws Exception {
      Files.createDirectories(folder);
      env = Env.create().setMapSize(256L << 20).setMaxDbs(1).open(folder.toFile());
      dbi = env.openDbi("records", DbiFlags.MDB_CREATE);
    }

    @Override
    public void put(String key, byte[] value) {
      dbi.put(direct(key.getBytes(UTF_8)), direct(value));
    }

    private static ByteBuffer direct(byte[] bytes) {
      return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    @Override
    public Map<String, byte[]> scan() {
      var all = new TreeMap<String, byte[]>();
      try (Txn<ByteBuffer> read = env.txnRead();
          var rows = dbi.iterate(read)) {
        for (var row : rows) {
          all.put(UTF_8.decode(row.key()).toString(), bytes(row.val()));
        }
      }
      return all;
    }

    private static byte[] bytes(ByteBuffer buffer) {
      var bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    }

    @Override
    public void close() {
      env.close();
    }
  }

  static final class XodusCandidate implements Store {
    private final jetbrains.exodus.env.Environment environment;
    private final jetbrains.exodus.env.Store store;

    XodusCandidate(Path folder) {
      environment =
          Environments.newInstance(
              folder.toFile(), new EnvironmentConfig().setLogDurableWrite(true));
      store =
          environment.computeInTransaction(
              txn -> environment.openStore("records", StoreConfig.WITHOUT_DUPLICATES, txn));
    }

    @Override
    public void put(String key, byte[] value) {
      environment.executeInTransaction(
          txn -> store.put(txn, StringBinding.stringToEntry(key), new ArrayByteIterable(value)));
    }

    @Override
    public Map<String, byte[]> scan() {
      var all = new TreeMap<String, byte[]>();
      environment.executeInReadonlyTransaction(txn -> {
        try (var cursor = store.openCursor(txn)) {
          while (cursor.getNext()) {
            var value = cursor.getValue();
            var bytes = new byte[value.getLength()];
            System.arraycopy(value.getBytesUnsafe(), 0, bytes, 0, bytes.length);
            all.put(StringBinding.entryToString(cursor.getKey()), bytes);
          }
        }
      });
      return all;
    }

    @Override
    public void close() {
      environment.close();
    }
  }

  /**
   * A log of records, each with its length and a CRC of everything in it, behind a header with a
   * mark: the end of the committed records, written without a force of its own.
   */
  static final class LogCandidate implements Store {
    private static final int HEADER = 64;
    private final RandomAccessFile file;
    private final FileLock lock;
    private final Map<String, byte[]> records = new TreeMap<>();
    private long end;

    LogCandidate(Path path) throws IOException {
      file = new RandomAccessFile(path.toFile(), "rw");
      lock = file.getChannel().tryLock();
      if (lock == null) {
        file.close();
        throw new IOException(path + " is open in another process");
      }
      if (file.length() == 0) {
        file.write(new byte[HEADER]);
        writeMark(HEADER);
      }
      recover();
    }

    private void recover() throws IOException {
      var content = new byte[(int) file.length()];
      file.seek(0);
      file.readFully(content);
      var buffer = ByteBuffer.wrap(content);
      long mark = mark(content);
      end = HEADER;
      while (end + 8 <= content.length) {
        int length = buffer.getInt((int) end);
        if (length <= 0 || length > content.length - end - 8) {
          break;
        }
        if (crc(content, (int) end + 8, length) != buffer.getInt((int) end + 4)) {
          break;
        }
        int keyLength = buffer.getShort((int) end + 8);
        var key = new String(content, (int) end + 10, keyLength, UTF_8);
        int from = (int) end + 10 + keyLength;
        records.put(key, java.util.Arrays.copyOfRange(content, from, (int) end + 8 + length));
        end += 8 + length;
      }
      if (end < mark) {
        throw new IOException("committed record at " + end + " is damaged");
      }
      file.setLength(end);
      writeMark(end);
    }

    private static long mark(byte[] content) throws IOException {
      if (content.length < HEADER) {
        throw new IOException("header is cut");
      }
      var buffer = ByteBuffer.wrap(content);
      for (int slot : new int[] {0, 16}) {
        if (buffer.getInt(slot + 8) == crc(content, slot, 8)) {
          return buffer.getLong(slot);
        }
      }
      throw new IOException("mark is damaged");
    }

    private void writeMark(long value) throws IOException {
      var bytes = ByteBuffer.allocate(16).putLong(value);
      bytes.putInt(crc(bytes.array(), 0, 8));
      file.seek(0);
      file.write(bytes.array());
      file.seek(16);
      file.write(bytes.array());
    }

    private static int crc(byte[] bytes, int offset, int length) {
      var crc = new CRC32C();
      crc.update(bytes, offset, length);
      return (int) crc.getValue();
    }

    @Override
    public synchronized void put(String key, byte[] value) throws IOException {
      byte[] name = key.getBytes(UTF_8);
      var record = ByteBuffer.allocate(10 + name.length + value.length);
      record.position(8).putShort((short) name.length).put(name).put(value);
      record.putInt(0, record.capacity() - 8);
      record.putInt(4, crc(record.array(), 8, record.capacity() - 8));
      file.seek(end);
      file.write(record.array());
      file.getFD().sync();
      end += record.capacity();
      writeMark(end);
      records.put(key, value);
    }

    @Override
    public Map<String, byte[]> scan() {
      return records;
    }

    @Override
    public void close() throws IOException {
      file.getFD().sync();
      file.close();
    }
  }
}
