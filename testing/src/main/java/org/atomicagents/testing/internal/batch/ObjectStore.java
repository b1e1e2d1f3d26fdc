package org.atomicagents.testing.internal.batch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Objects of a server by id, at most 1,000; older ones are dropped. Thread-safe. */
final class ObjectStore<T> {
  private static final int MAX_OBJECTS = 1_000;

  private final String prefix;
  private final Lock lock = new ReentrantLock();
  private int created;
  private final Map<String, T> objects =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
          return size() > MAX_OBJECTS;
        }
      };

  /**
   * @param prefix the start of each id
   */
  ObjectStore(String prefix) {
    this.prefix = prefix;
  }

  /** Creates an object with a new id. */
  T add(Function<String, T> creator) {
    lock.lock();
    try {
      String id = prefix + ++created;
      T object = creator.apply(id);
      objects.put(id, object);
      return object;
    } finally {
      lock.unlock();
    }
  }

  /** Returns an object; null if there is none. */
  @Nullable T get(String id) {
    lock.lock();
    try {
      return objects.get(id);
    } finally {
      lock.unlock();
    }
  }

  /** Removes an object; returns false if there was none. */
  boolean remove(String id) {
    lock.lock();
    try {
      return objects.remove(id) != null;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the objects, the newest first. */
  List<T> newestFirst() {
    lock.lock();
    try {
      return new ArrayList<>(objects.values()).reversed();
    } finally {
      lock.unlock();
    }
  }
}
