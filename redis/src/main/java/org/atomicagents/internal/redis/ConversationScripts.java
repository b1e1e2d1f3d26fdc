package org.atomicagents.internal.redis;

import io.lettuce.core.ScriptOutputType;

/**
 * The scripts of stored conversations.
 *
 * <p>A conversation has four keys: a hash with its version in the field {@code v}, the last number
 * of a turn in {@code n}, and the JSON of each turn under its number; the sorted sets of the
 * numbers of the unpinned and of the pinned turns; and a hash of the numbers by the ids of the
 * turns. The ids of a tenant's conversations are in a sorted set. Versions are compared as texts:
 * numbers of Lua are not exact beyond 2<sup>53</sup>.
 */
public final class ConversationScripts {
  /**
   * Changes a conversation; returns its version and whether the change is done.
   *
   * <p>Keys: the four of the conversation, and the ids of the tenant. Arguments: the expected and
   * the next version, the id, the kind of change, and its arguments; a turn has three: its id,
   * whether it is pinned, and its JSON.
   */
  public static final RedisScript APPLY =
      RedisScript.of(
          """
          local turns, unpinned, pinned, index = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
          local version = redis.call('HGET', turns, 'v') or '0'
          if version ~= ARGV[1] then
            return {version, 'conflict'}
          end
          local function add()
            local number = tonumber(redis.call('HGET', turns, 'n') or '0')
            for i = 5, #ARGV, 3 do
              number = number + 1
              local field = string.format('%.0f', number)
              redis.call('HSET', turns, field, ARGV[i + 2])
              redis.call('HSET', index, ARGV[i], field)
              redis.call('ZADD', ARGV[i + 1] == '1' and pinned or unpinned, number, field)
            end
            redis.call('HSET', turns, 'n', string.format('%.0f', number))
          end
          local kind = ARGV[4]
          if kind == 'append' then
            add()
          elseif kind == 'extend' then
            redis.call('HSET', turns, ARGV[5], ARGV[6])
          elseif kind == 'reset' then
            redis.call('UNLINK', turns, unpinned, pinned, index)
            add()
          else
            local field = redis.call('HGET', index, ARGV[5])
            if not field then
              return {version, 'missing'}
            end
            redis.call('ZREM', unpinned, field)
            redis.call('ZREM', pinned, field)
            if kind == 'pin' then
              redis.call('ZADD', ARGV[6] == '1' and pinned or unpinned, field, field)
            else
              redis.call('HDEL', turns, field)
              redis.call('HDEL', index, ARGV[5])
            end
          end
          redis.call('HSET', turns, 'v', ARGV[2])
          redis.call('ZADD', KEYS[5], 0, ARGV[3])
          return {ARGV[2], 'done'}
          """,
          ScriptOutputType.MULTI);

  /**
   * Returns the version, the numbers of the pinned turns, and those of the latest unpinned ones.
   *
   * <p>Keys: the hash and the sorted sets. Argument: the maximum number of unpinned turns.
   */
  public static final RedisScript NUMBERS =
      RedisScript.of(
          """
          local version = redis.call('HGET', KEYS[1], 'v') or '0'
          local latest = {}
          if ARGV[1] ~= '0' then
            latest = redis.call('ZRANGE', KEYS[2], 0, ARGV[1] - 1, 'REV')
          end
          return {version, redis.call('ZRANGE', KEYS[3], 0, -1), latest}
          """,
          ScriptOutputType.MULTI);

  /**
   * Returns the version and the turns of some numbers, as many as fit into about a megabyte.
   *
   * <p>Key: the hash. Arguments: the numbers.
   */
  public static final RedisScript TURNS =
      RedisScript.of(
          """
          local result = {redis.call('HGET', KEYS[1], 'v') or '0'}
          local size = 0
          for i = 1, #ARGV do
            local turn = redis.call('HGET', KEYS[1], ARGV[i]) or ''
            size = size + #turn
            result[i + 1] = turn
            if size > 1048576 then
              break
            end
          end
          return result
          """,
          ScriptOutputType.MULTI);

  /** Deletes a conversation; returns 1 if it was stored. Keys and argument as in {@link #APPLY}. */
  public static final RedisScript DELETE =
      RedisScript.of(
          """
          local existed = redis.call('HEXISTS', KEYS[1], 'v')
          redis.call('UNLINK', KEYS[1], KEYS[2], KEYS[3], KEYS[4])
          redis.call('ZREM', KEYS[5], ARGV[1])
          return existed
          """,
          ScriptOutputType.INTEGER);

  private ConversationScripts() {}
}
