package org.atomicagents.internal.redis;

import io.lettuce.core.ScriptOutputType;
import java.util.List;
import org.atomicagents.internal.redis.PermitChanges.Change;
import org.atomicagents.limit.PermitBucket;

/** The script of token buckets: one call refills, changes, takes, and orders the processes. */
public final class PermitScript {
  private static final RedisScript SCRIPT =
      RedisScript.of(
          """
          -- KEYS: the bucket; the number of the last change of the caller.
          -- ARGV: permits refilled per minute, capacity, permits to take (0: none, -1: stop
          -- waiting), caller, number of a change, its permits.
          local rate, capacity = tonumber(ARGV[1]) / 60000000, tonumber(ARGV[2])
          local wanted, caller = tonumber(ARGV[3]), ARGV[4]
          local change = tonumber(ARGV[6])
          local clock = redis.call('TIME')
          local now = clock[1] * 1000000 + clock[2]
          local state = redis.call('HMGET', KEYS[1], 'level', 'time', 'waiting')
          local level = tonumber(state[1] or capacity)
          local elapsed = now - tonumber(state[2] or now)
          local waiting = state[3] and cmsgpack.unpack(state[3]) or {}

          -- A clock that was set back refills nothing, and must not prolong promises.
          local shift = math.min(0, elapsed)
          level = math.min(capacity, level + math.max(0, elapsed) * rate)
          if change ~= 0 then
            -- A change is sent again when its response was lost.
            if tonumber(ARGV[5]) > tonumber(redis.call('GET', KEYS[2]) or 0) then
              level = math.min(capacity, level + change)
              redis.call('SET', KEYS[2], ARGV[5], 'PX', 600000)
            end
          end

          -- Each waiting caller is {name, permits, time until which it keeps its place}.
          local ahead, kept, own, first = 0, {}, nil, nil
          for _, waiter in ipairs(waiting) do
            waiter[3] = waiter[3] + shift
            if waiter[1] == caller then
              own = waiter
              kept[#kept + 1] = waiter
            elseif waiter[3] > now then
              if not own then
                first = first or waiter
                ahead = ahead + waiter[2]
              end
              kept[#kept + 1] = waiter
            end
          end

          local wait = 0
          if wanted > 0 then
            local missing = ahead + math.min(wanted, capacity) - level
            -- Fractions of permits are not exact.
            if missing > 0.000001 then
              wait = math.min(math.ceil(missing / rate), 1e13)
              -- The first one may have ended: then it is not waited for.
              if first then
                wait = math.min(wait, first[3] - now + 1)
              end
              -- The places bound the time of the script.
              if not own and #kept < 100 then
                own = {caller}
                kept[#kept + 1] = own
              end
              if own then
                own[2], own[3] = wanted, now + wait + 1000000
              end
            else
              level = level - wanted
            end
          end
          if wait == 0 and wanted ~= 0 and own then
            for i, waiter in ipairs(kept) do
              if waiter == own then
                table.remove(kept, i)
                break
              end
            end
          end

          -- A bucket that is full again is forgotten: a new one is full, too.
          local idle = (capacity - level) / rate
          for _, waiter in ipairs(kept) do
            idle = math.max(idle, waiter[3] - now)
          end
          redis.call('HSET', KEYS[1], 'level', string.format('%.17g', level),
              'time', string.format('%.0f', now))
          if #kept > 0 then
            redis.call('HSET', KEYS[1], 'waiting', cmsgpack.pack(kept))
          elseif state[3] then
            redis.call('HDEL', KEYS[1], 'waiting')
          end
          redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.min(idle, 1e13) / 1000 + 1000))
          return wait
          """,
          ScriptOutputType.INTEGER);

  private PermitScript() {}

  /** Returns the script; its result is the wait in microseconds, 0 if the permits were taken. */
  public static RedisScript script() {
    return SCRIPT;
  }

  /** Returns the keys of a bucket. */
  public static List<byte[]> keys(RedisKeys keys, PermitBucket bucket, String caller) {
    return List.of(keys.key(bucket.key()), keys.keyWithSuffix(caller, bucket.key()));
  }

  /**
   * Returns the arguments of a call.
   *
   * @param wanted the permits to take; 0 to take none, -1 to stop waiting
   */
  public static byte[][] arguments(PermitBucket bucket, long wanted, String caller, Change change) {
    return new byte[][] {
      RedisLink.bytes(bucket.refillPerMinute()),
      RedisLink.bytes(bucket.capacity()),
      RedisLink.bytes(wanted),
      RedisLink.bytes(caller),
      RedisLink.bytes(change.number()),
      RedisLink.bytes(change.permits())
    };
  }
}
