package org.atomicagents.internal.redis.sharing;

import io.lettuce.core.ScriptOutputType;
import org.atomicagents.internal.redis.RedisScript;

/**
 * The scripts that decide which process sends a request, and publish its response.
 *
 * <p>A request has two keys: a hash with the token, the end of the lease in milliseconds of the
 * server, the entry before the first one of this token, and the number of published bytes; and a
 * stream of entries with their token, kind, events and failure.
 */
final class SharingScripts {
  /**
   * Takes the lease of a request, unless another one is valid or its complete response is kept.
   *
   * <p>Arguments: the lease and the lifetime of the keys in milliseconds, and the token of a
   * response that the run has received already. Returns 1 for the leader or 0 for a follower, the
   * token, the entry after which its events begin, and the rest of the lease in milliseconds.
   *
   * <p>The token is the time of the server in microseconds, which exceeds all earlier tokens even
   * after the keys have expired; a counter would begin again.
   */
  static final RedisScript JOIN =
      RedisScript.of(
          """
          local time = redis.call('TIME')
          local micros = time[1] * 1000000 + time[2]
          local millis = math.floor(micros / 1000)
          local s = redis.call('HMGET', KEYS[1], 'token', 'lease', 'end', 'start')
          if s[1] then
            if s[3] == 'kept' then
              if s[1] ~= ARGV[3] and redis.call('EXISTS', KEYS[2]) == 1 then
                return {0, s[1], s[4], 0}
              end
            elseif not s[3] and tonumber(s[2]) > millis then
              return {0, s[1], s[4], tonumber(s[2]) - millis}
            end
          end
          local token = string.format('%.0f', math.max(micros, s[1] and s[1] + 1 or 0))
          if s[4] then
            redis.call('XTRIM', KEYS[2], 'MINID', s[4])
          end
          local last = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)
          local start = last[1] and last[1][1] or '0-0'
          redis.call('HSET', KEYS[1], 'token', token,
              'lease', string.format('%.0f', millis + ARGV[1]), 'start', start, 'bytes', 0)
          redis.call('HDEL', KEYS[1], 'end')
          redis.call('PEXPIRE', KEYS[1], ARGV[2])
          redis.call('PEXPIRE', KEYS[2], ARGV[2])
          return {1, token, start, tonumber(ARGV[1])}
          """,
          ScriptOutputType.MULTI);

  /**
   * Publishes an entry and renews the lease, if the token is the latest one.
   *
   * <p>Arguments: the token, the kind of the entry, the lease and the lifetime of the keys in
   * milliseconds, the events, the failure, the maximum number of bytes, the retention of a complete
   * response and the time for which its events remain readable. Returns 1; 0 if the token is
   * outdated; 2 if the response is too large.
   */
  static final RedisScript PUBLISH =
      RedisScript.of(
          """
          local s = redis.call('HMGET', KEYS[1], 'token', 'end', 'bytes')
          if s[1] ~= ARGV[1] or s[2] then
            return 0
          end
          -- Without the entries that the server has evicted, the response would have a gap.
          if tonumber(s[3]) > 0 and redis.call('EXISTS', KEYS[2]) == 0 then
            redis.call('HSET', KEYS[1], 'end', 'over')
            return 0
          end
          local kind = ARGV[2]
          local data = ARGV[5]
          if kind ~= 'R' then
            local bytes = s[3] + #data
            if bytes > tonumber(ARGV[7]) then
              kind = 'O'
              data = ''
            end
            redis.call('HSET', KEYS[1], 'bytes', bytes)
            redis.call('XADD', KEYS[2], '*', 't', ARGV[1], 'k', kind, 'd', data, 'f', ARGV[6])
          end
          local life = ARGV[4]
          local readable = ARGV[4]
          if kind == 'E' or kind == 'R' then
            local time = redis.call('TIME')
            local millis = math.floor(time[1] * 1000 + time[2] / 1000)
            redis.call('HSET', KEYS[1], 'lease', string.format('%.0f', millis + ARGV[3]))
          elseif kind == 'H' then
            redis.call('HSET', KEYS[1], 'lease', 0)
          elseif kind == 'F' and tonumber(ARGV[8]) > 0 then
            redis.call('HSET', KEYS[1], 'end', 'kept')
            life = ARGV[8]
            readable = ARGV[8] + ARGV[9]
          else
            redis.call('HSET', KEYS[1], 'end', 'over')
            life = ARGV[9]
            readable = ARGV[9]
          end
          redis.call('PEXPIRE', KEYS[1], life)
          redis.call('PEXPIRE', KEYS[2], readable)
          return kind == 'O' and 2 or 1
          """,
          ScriptOutputType.INTEGER);

  /** Wakes a reader that waits for entries; the argument is the lifetime in milliseconds. */
  static final RedisScript WAKE =
      RedisScript.of(
          """
          redis.call('XADD', KEYS[1], 'MAXLEN', 1, '*', 'w', '')
          return redis.call('PEXPIRE', KEYS[1], ARGV[1])
          """,
          ScriptOutputType.INTEGER);

  private SharingScripts() {}
}
