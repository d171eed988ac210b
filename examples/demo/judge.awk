# The end of the demo, account by account: the gateway's own words (status --json, a line for each
# account) against the brokers' record (the simulator's ledger) and against what is expected.
# Prints the table; then what is wrong, if anything is, and exits 1.
# Reads three files: .../expected, .../ledger, and the status.

function wrong(what) { problems = problems "WRONG: " what "\n" }

# The value of a name in a piece of JSON: text without its quotes, a number, true or false.
function value(json, name,    rest) {
    if (!match(json, "\"" name "\":")) return ""
    rest = substr(json, RSTART + RLENGTH)
    if (rest ~ /^"/) return text_at(rest)
    match(rest, /^[-0-9a-z.]+/)
    return substr(rest, 1, RLENGTH)
}

# The text that the JSON begins with.
function text_at(json) {
    json = substr(json, 2)
    return substr(json, 1, index(json, "\"") - 1)
}

# "2 ES, -1 NQ" of a number that every instrument has, or "flat".
function by_instrument(account, name,    parts, count, i, number, text) {
    count = split(account, parts, "{\"instrument\":")
    for (i = 2; i <= count; ++i) {
        number = value(parts[i], name)
        if (number + 0 == 0) continue
        text = text (text == "" ? "" : ", ") number " " text_at(parts[i])
    }
    return text == "" ? "flat" : text
}

# Why the account did not do what the leader did: its state, and what its decisions were.
function why_not(account,    text, parts, count, i, reason) {
    if (value(account, "mode_text") != "") return value(account, "mode_text")
    if (index(account, "\"reason\":\"rejected-by-broker\"")) text = "rejected-by-broker"
    count = split(substr(account, index(account, "\"not_sent\":")), parts, "{\"reason\":")
    for (i = 2; i <= count; ++i) {
        reason = text_at(parts[i])
        if (reason == "nothing-to-do" || reason == "waiting-for-answer") continue
        text = text (text == "" ? "" : ", ") reason " " value(parts[i], "count")
    }
    return text
}

BEGIN {
    worth["ES"] = 50; worth["NQ"] = 20; worth["MES"] = 5; worth["MNQ"] = 2 # a point, one contract
}

FILENAME ~ /expected$/ {
    if ($0 ~ /^#/ || NF == 0) next
    names[++accounts] = $1
    state[$1] = $2
    want["D", $1] = $3
    want["G", $1] = $4
    want["F", $1] = $5
    next
}

FILENAME ~ /ledger$/ {
    split("", field)
    for (i = 3; i <= NF; ++i) {
        equals = index($i, "=")
        field[substr($i, 1, equals - 1)] = substr($i, equals + 1)
    }
    account = field["account"]
    if ($2 == "request") ++sent[field["msgtype"], account]
    if ($2 != "report" || field["type"] == "I") next
    leaves[account, field["order"]] = field["status"] ~ /[248C]/ ? 0 : field["leaves"]
    if (field["type"] != "F") next
    lots = field["side"] == "buy" ? field["lastqty"] : -field["lastqty"]
    held[account, field["symbol"]] += lots
    cash[account] -= lots * field["lastpx"] * worth[field["symbol"]]
    next
}

/^\{"account":/ && value($0, "sizing") != "" { json[value($0, "account")] = $0 }
/"latency":/ { latency = substr($0, index($0, "\"latency\":")) }

END {
    print_row("account", "sizing", "held", "target", "day result", "state", "orders sent",
              "why not")
    for (i = 1; i <= accounts; ++i) judge(names[i], json[names[i]])
    for (key in held) {
        split(key, part, SUBSEP)
        if (held[key] != 0) wrong(part[1] " holds " held[key] " " part[2] " at its broker, not 0")
    }
    for (key in leaves) {
        split(key, part, SUBSEP)
        if (leaves[key] != 0) wrong(part[1] " works " leaves[key] " at its broker, order " part[2])
    }
    printf "\nlatency from a fact of the leader to the last order for it: "
    printf "p50 %s, p99 %s, max %s (%d facts)\n", ms("p50_ns"), ms("p99_ns"), ms("max_ns"),
        value(latency, "count")
    printf "%s", problems > "/dev/stderr"
    exit problems != ""
}

function ms(name) { return sprintf("%.2f ms", value(latency, name) / 1000000) }

function print_row(account, sizing, held_, target, result, state_, orders, why,    line) {
    line = sprintf("%-7s  %-58s  %-6s  %-6s  %10s  %-10s  %11s  %s", account, sizing, held_, target,
                   result, state_, orders, why)
    sub(/ +$/, "", line)
    print line
}

# Whoever is flat has the day's result as cash: what its fills add up to in money.
function judge(name, account,    holds, target, works, orders) {
    if (account == "") {
        wrong(name " is not in the status")
        return
    }
    holds = by_instrument(account, "held")
    target = by_instrument(account, "target")
    works = by_instrument(account, "working_entries") " " by_instrument(account, "working_exits")
    orders = sent["D", name] + sent["G", name] + sent["F", name]
    print_row(name, value(account, "sizing"), holds, target, value(account, "day_result"),
              value(account, "mode"), value(account, "orders_sent"), why_not(account))
    compare(name, "holds", holds, "flat")
    compare(name, "should hold", target, "flat")
    compare(name, "works (in, out)", works, "flat flat")
    compare(name, "has a session that is up:", value(account, "session_up"), "true")
    compare(name, "is", value(account, "mode"), state[name])
    compare(name, "says that it sent", value(account, "orders_sent"), orders)
    compare(name, "has the day result", value(account, "day_result"), sprintf("%.2f", cash[name]))
    compare(name, "sent new orders:", sent["D", name] + 0, want["D", name])
    compare(name, "sent replaces:", sent["G", name] + 0, want["G", name])
    compare(name, "sent cancels:", sent["F", name] + 0, want["F", name])
}

function compare(name, what, is, must_be) {
    if (is "" != must_be "") wrong(name " " what " " is ", must be " must_be)
}
