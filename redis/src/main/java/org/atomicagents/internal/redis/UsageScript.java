package org.atomicagents.internal.redis;

import io.lettuce.core.ScriptOutputType;

/**
 * The script of usage: one call reads, reserves, settles, resets or renews one bucket.
 *
 * <p>A bucket is a hash: the used amount, the reserved amount of all sessions, the expiry, and one
 * field per session with the server's time until which it is valid, the number of its changes, and
 * its reserved amount. An amount is five numbers: requests, input tokens, output tokens, cost and
 * nanoseconds. All are texts of digits: numbers of Lua are doubles.
 */
final class UsageScript {
  private static final String DECIMALS =
      """
      -- Decimals of 0 or more, as texts. Returns the digits of two with the same scale and length.
      local function aligned(a, b)
        local aWhole, aPart = string.match(a, '^(%d*)%.?(%d*)$')
        local bWhole, bPart = string.match(b, '^(%d*)%.?(%d*)$')
        local scale = math.max(#aPart, #bPart)
        local x = aWhole .. aPart .. string.rep('0', scale - #aPart)
        local y = bWhole .. bPart .. string.rep('0', scale - #bPart)
        local length = math.max(#x, #y)
        return string.rep('0', length - #x) .. x, string.rep('0', length - #y) .. y, scale
      end
      local function exceeds(a, b)
        local x, y = aligned(a, b)
        return x > y
      end
      -- Returns a + sign * b, in groups of 13 digits, which are exact; 0 instead of less.
      local function sum(a, sign, b)
        if b == '0' then
          return a
        end
        local x, y, scale = aligned(a, b)
        if sign < 0 and y > x then
          return '0'
        end
        local groups, carry = {}, 0
        for last = #x, 1, -13 do
          local first = math.max(1, last - 12)
          local size = 10 ^ (last - first + 1)
          local group = tonumber(string.sub(x, first, last))
              + sign * tonumber(string.sub(y, first, last)) + carry
          carry = 0
          if group >= size then
            group, carry = group - size, 1
          elseif group < 0 then
            group, carry = group + size, -1
          end
          table.insert(groups, 1, string.format('%0' .. (last - first + 1) .. '.0f', group))
        end
        local digits = (carry == 1 and '1' or '') .. table.concat(groups)
        local whole = string.gsub(string.sub(digits, 1, #digits - scale), '^0+', '')
        whole = whole == '' and '0' or whole
        return scale == 0 and whole or whole .. '.' .. string.sub(digits, -scale)
      end
      local function words(text)
        local list = {}
        for word in string.gmatch(text, '%S+') do
          list[#list + 1] = word
        end
        return list
      end
      local function total(a, sign, b)
        local x, y = words(a), words(b)
        for i = 1, 5 do
          x[i] = sum(x[i], sign, y[i])
        end
        return table.concat(x, ' ')
      end
      """;

  private static final String CHANGE =
      """
      -- KEYS: the bucket; the numbers of the changes of this session that are done.
      -- ARGV: kind, session, number of the change, lease in ms, now if known, expiry, open amount of the
      -- session, amount, used amount, amount to subtract from it, limits, time to live in ms,
      -- expected number of changes; numbers of changes whose response has arrived.
      local NONE = '0 0 0 0 0'
      local kind, session, change, now = ARGV[1], 's:' .. ARGV[2], ARGV[3], ARGV[5]
      local clock = redis.call('TIME')
      local time = clock[1] * 1000 + math.floor(clock[2] / 1000)
      local state = redis.call('HMGET', KEYS[1], 'used', 'reserved', 'expiry', 'check', session)
      local exists, used, reserved = state[1], state[1] or NONE, state[2] or NONE
      local expiry, check, own = state[3] or ARGV[6], tonumber(state[4]), state[5]

      -- Sessions that did not renew their leases have ended: their reservations are released.
      local isReleased = check and time >= check
      if isReleased then
        reserved, check = NONE, nil
        local fields = redis.call('HGETALL', KEYS[1])
        for i = 1, #fields, 2 do
          if string.sub(fields[i], 1, 2) == 's:' then
            local lease, amount = string.match(fields[i + 1], '^(%d+) %d+ (.*)$')
            if tonumber(lease) > time then
              reserved = total(reserved, 1, amount)
              check = math.min(check or tonumber(lease), tonumber(lease))
            else
              redis.call('HDEL', KEYS[1], fields[i])
              own = fields[i] ~= session and own
            end
          end
        end
      end

      local count, mine = string.match(own or '', '^%d+ (%d+) (.*)$')
      count = tonumber(count or 0)
      if not mine and ARGV[7] ~= NONE then
        -- The lease ended during an outage, or the data of the server are lost.
        mine, reserved = ARGV[7], total(reserved, 1, ARGV[7])
      end
      mine = mine or NONE
      local function setMine(amount)
        reserved = total(total(reserved, 1, amount), -1, mine)
        mine = amount
      end

      local isExpired = expiry ~= '' and now ~= '' and not exceeds(expiry, now)
      if isExpired and words(reserved)[1] == '0' then
        used = NONE
      end
      local function moveExpiry()
        if expiry ~= '' and (ARGV[6] == '' or exceeds(ARGV[6], expiry)) then
          expiry = ARGV[6]
        end
      end

      local before = {used, reserved, expiry}
      local status = 'done'
      local isChanged = exists and (kind ~= 'balance' or isReleased)
          or kind == 'renew' and mine ~= NONE
      local isDone = change ~= '' and redis.call('SISMEMBER', KEYS[2], change) == 1
      if kind == 'reserve' then
        local limits, u, r, e = words(ARGV[11]), words(used), words(reserved), words(ARGV[8])
        local function amount(i)
          return sum(sum(u[i], 1, r[i]), 1, e[i])
        end
        local found = {amount(1), sum(amount(2), 1, amount(3)), amount(2), amount(3), amount(4),
            amount(5)}
        for i = 1, 6 do
          if limits[i] ~= '-' and exceeds(found[i], limits[i]) then
            status = 'refused'
          end
        end
        if isDone then
          status = 'cancelled'
        elseif status == 'refused' then
          isChanged = isReleased
        else
          setMine(total(mine, 1, ARGV[8]))
          moveExpiry()
          count, isChanged = count + 1, true
        end
      elseif kind == 'settle' and not isDone and (exists or not isExpired) then
        setMine(total(mine, -1, ARGV[8]))
        used = total(total(used, 1, ARGV[9]), -1, ARGV[10])
        moveExpiry()
        count, isChanged = count + 1, true
      elseif kind == 'cancel' then
        if redis.call('SADD', KEYS[2], 'x' .. change) == 1 and isDone and exists then
          setMine(total(mine, -1, ARGV[8]))
          count = count + 1
        end
      elseif kind == 'reset' then
        used = NONE
      elseif kind == 'renew' and count == tonumber(ARGV[13]) then
        setMine(ARGV[7])
      end

      if isChanged then
        redis.call('HSET', KEYS[1], 'used', used, 'reserved', reserved, 'expiry', expiry)
        if own or mine ~= NONE or kind == 'settle' then
          local lease = time + tonumber(ARGV[4])
          check = math.min(check or lease, lease)
          redis.call('HSET', KEYS[1], session,
              string.format('%.0f %.0f ', lease, count) .. mine)
        end
        if check then
          redis.call('HSET', KEYS[1], 'check', string.format('%.0f', check))
        else
          redis.call('HDEL', KEYS[1], 'check')
        end
        if expiry == '' then
          redis.call('PERSIST', KEYS[1])
        elseif redis.call('PTTL', KEYS[1]) < tonumber(ARGV[12]) then
          redis.call('PEXPIRE', KEYS[1], ARGV[12])
        end
      end
      for i = 14, #ARGV do
        redis.call('SREM', KEYS[2], ARGV[i])
      end
      if change ~= '' and status ~= 'refused' then
        redis.call('SADD', KEYS[2], change)
        redis.call('PEXPIRE', KEYS[2], 3600000)
      end
      if kind == 'reserve' then
        return {status, before[1], before[2], before[3], string.format('%.0f', count)}
      end
      return {status, used, reserved, exists and expiry or '', string.format('%.0f', count)}
      """;

  /** The script. */
  static final RedisScript SCRIPT = RedisScript.of(DECIMALS + CHANGE, ScriptOutputType.MULTI);

  private UsageScript() {}
}
