#include "front/sim_settings.hpp"

#include "front/section_reader.hpp"
#include "matching/order.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <cstdlib>
#include <set>

namespace lockstep::sim {

namespace {

using Keys = std::vector<std::string>;

const Keys instrument_keys{"Symbol",   "TickSize",       "TickValue",
                           "Currency", "StartPrice",     "ProtectionTicks",
                           "Depth",    "BackgroundRate", "MovesWith"};
const Keys account_keys{"Account", "Session", "DropCopySession", "Balance"};
// QuickFIX's own keys that go to its session as they are. All are switches but the two time-outs.
const Keys quickfix_switches{
    "ResetOnLogon", "ResetOnLogout", "ResetOnDisconnect",          "RefreshOnLogon",
    "CheckCompID",  "CheckLatency",  "SendRedundantResendRequests"};
const Keys quickfix_numbers{"LogonTimeout", "LogoutTimeout", "MaxLatency", "TimestampPrecision"};

const Keys& session_keys() {
    static const Keys keys = [] {
        Keys all{"Name",
                 "Kind",
                 "ConnectionType",
                 "BeginString",
                 "SenderCompID",
                 "TargetCompID",
                 "SocketAcceptAddress",
                 "SocketAcceptPort",
                 "SocketConnectHost",
                 "SocketConnectPort",
                 "ReconnectInterval",
                 "HeartBtInt",
                 "CancelOnDisconnect",
                 "MassQuestions",
                 "MassQuestionDelay",
                 "ResendMessages"};
        all.insert(all.end(), quickfix_switches.begin(), quickfix_switches.end());
        all.insert(all.end(), quickfix_numbers.begin(), quickfix_numbers.end());
        return all;
    }();
    return keys;
}

const Keys section_kinds{"DEFAULT", "INSTRUMENT", "SESSION", "ACCOUNT"};

const Keys* keys_of(std::string_view kind) {
    if (kind == "INSTRUMENT") return &instrument_keys;
    if (kind == "SESSION") return &session_keys();
    if (kind == "ACCOUNT") return &account_keys;
    return nullptr;
}

Keys all_keys() {
    Keys keys = instrument_keys;
    keys.insert(keys.end(), account_keys.begin(), account_keys.end());
    keys.insert(keys.end(), session_keys().begin(), session_keys().end());
    return keys;
}

// Keys that the section does not know. [DEFAULT] may hold whatever some section knows.
void check_keys(const SettingsSection& section, std::vector<Problem>& problems) {
    static const Keys every_key = all_keys();
    if (std::ranges::find(section_kinds, section.kind) == section_kinds.end()) {
        problems.push_back({section.line, "[" + section.kind + "] is no section",
                            suggestion(section.kind, section_kinds)});
        return;
    }
    const auto* own = keys_of(section.kind);
    const Keys& known = own != nullptr ? *own : every_key;
    for (const auto& entry : section.entries) {
        if (std::ranges::find(known, entry.key) != known.end()) continue;
        problems.push_back({entry.line,
                            "[" + section.kind + "] knows no key " + entry.key.substr(0, 64),
                            suggestion(entry.key, known)});
    }
}

InstrumentSettings read_instrument(const SectionReader& reader) {
    InstrumentSettings settings;
    auto& contract = settings.contract;
    contract.symbol = reader.required("Symbol", "ES");
    contract.currency = reader.text("Currency", "USD");
    contract.tick_value = reader.money("TickValue", "12.50");
    if (contract.tick_value <= Money(0)) {
        reader.complain("TickValue", "TickValue has to be above zero", "write it like 12.50");
    }
    const auto tick_text = reader.required("TickSize", "0.25");
    const auto tick = Decimal::parse(tick_text);
    contract.tick_size = tick && tick->mantissa > 0 && tick->scale <= 9 ? *tick : Decimal{1, 0};
    if (!tick_text.empty() && (!tick || tick->mantissa <= 0 || tick->scale > 9)) {
        reader.complain("TickSize", "TickSize=" + tick_text + " is no price step",
                        "write it like 0.25, above zero, at most nine decimals");
    }
    if (const auto text = reader.required("StartPrice", "5000.00"); !text.empty()) {
        const auto price = parse_price(contract, text);
        if (!price) {
            reader.complain("StartPrice", "StartPrice: " + price.error().what,
                            "write a multiple of TickSize=" + contract.tick_size.str());
        }
        settings.start_price = price.value_or(Price());
        constexpr std::int64_t start_ticks_max = max_price_ticks / 2;
        if (std::abs(settings.start_price.ticks) > start_ticks_max) {
            reader.complain("StartPrice", "StartPrice=" + text + " is more than 500000000 ticks",
                            "write a smaller price, or a larger TickSize");
            settings.start_price = Price();
        }
    }
    settings.protection_ticks = reader.whole("ProtectionTicks", 0, 100'000, 40);
    settings.depth = Quantity(reader.whole("Depth", 0, 1'000'000, 100));
    settings.background_per_s = reader.whole("BackgroundRate", 0, 1'000, 0);
    return settings;
}

void read_endpoint(const SectionReader& reader, SessionSettings& session) {
    const std::string port_key = session.acceptor ? "SocketAcceptPort" : "SocketConnectPort";
    session.host =
        reader.text(session.acceptor ? "SocketAcceptAddress" : "SocketConnectHost", "127.0.0.1");
    if (session.host == "localhost") session.host = "127.0.0.1";
    boost::system::error_code bad;
    boost::asio::ip::make_address(session.host, bad);
    if (bad) {
        const std::string key = session.acceptor ? "SocketAcceptAddress" : "SocketConnectHost";
        reader.complain(key, key + "=" + session.host + " is no IP address",
                        "write one like 127.0.0.1, or localhost");
    }
    if (reader.required(port_key, session.acceptor ? "0" : "5001").empty()) return;
    session.port = static_cast<std::uint16_t>(
        reader.whole(port_key, session.acceptor ? 0 : 1, 65'535, session.acceptor ? 0 : 1));
}

// What QuickFIX's factory wants to be told, beside what the section says. Its sessions are up all
// day: a session's times are the gateway's to keep.
std::map<std::string, std::string> quickfix_keys(const SectionReader& reader,
                                                 const SessionSettings& session) {
    std::map<std::string, std::string> keys{
        {"ConnectionType", session.acceptor ? "acceptor" : "initiator"},
        {"UseDataDictionary", "N"},
        {"CheckLatency", "N"},
        {"StartTime", "00:00:00"},
        {"EndTime", "00:00:00"},
        {"HeartBtInt", std::to_string(session.heartbeat_s)}};
    for (const auto& key : quickfix_switches) {
        if (reader.find(key)) keys[key] = reader.yes_no(key, false) ? "Y" : "N";
    }
    for (const auto& key : quickfix_numbers) {
        const std::int64_t most = key == "TimestampPrecision" ? 9 : 3600;
        if (reader.find(key)) keys[key] = std::to_string(reader.whole(key, 0, most, 0));
    }
    return keys;
}

MassQuestions read_mass_questions(const SectionReader& reader) {
    static const Keys ways{"answered", "incomplete", "ignored", "refused"};
    const auto found = std::ranges::find(ways, reader.word("MassQuestions", ways));
    return found == ways.end() ? MassQuestions::answered
                               : static_cast<MassQuestions>(found - ways.begin());
}

SessionSettings read_session(const SectionReader& reader) {
    static const Keys kinds{"broker", "dropcopy", "marketdata"};
    static const Keys roles{"acceptor", "initiator"};
    static const Keys versions{"FIX.4.4"};
    SessionSettings session;
    const auto kind = reader.word("Kind", kinds);
    session.kind = kind == "broker"     ? SessionKind::broker
                   : kind == "dropcopy" ? SessionKind::drop_copy
                                        : SessionKind::market_data;
    session.acceptor = reader.word("ConnectionType", roles) == "acceptor";
    session.begin_string = reader.word("BeginString", versions);
    session.sender_comp_id = reader.required("SenderCompID", "BROKER1");
    session.target_comp_id = reader.required("TargetCompID", "LOCKSTEP");
    session.name = reader.text("Name", session.sender_comp_id);
    if (session.name.find_first_of(" \t\"") != std::string::npos) {
        reader.complain("Name", "the session's name \"" + session.name + "\" has a blank or quote",
                        "write one word, as scripts call the session by it");
    }
    read_endpoint(reader, session);
    session.heartbeat_s = static_cast<int>(reader.whole("HeartBtInt", 1, 3600, 30));
    session.reconnect_interval = reader.seconds("ReconnectInterval", Duration::seconds(1));
    if (session.reconnect_interval < Duration::milliseconds(10)) {
        reader.complain("ReconnectInterval", "ReconnectInterval is below 0.01 s",
                        "write at least 0.01");
    }
    session.cancel_on_disconnect = reader.yes_no("CancelOnDisconnect", false);
    session.mass_questions = read_mass_questions(reader);
    session.mass_question_delay = reader.seconds("MassQuestionDelay", Duration());
    const bool keeps = session.kind != SessionKind::market_data;
    session.resend_messages =
        static_cast<int>(reader.whole("ResendMessages", 0, 1'000'000, keeps ? 10'000 : 0));
    session.quickfix = quickfix_keys(reader, session);
    return session;
}

// The session that `key` names, which has to be of `kind`.
std::optional<SessionIndex> named_session(const SectionReader& reader, std::string_view key,
                                          SessionKind kind, std::string_view kind_name,
                                          const SimSettings& settings) {
    const auto name = reader.find(key);
    if (!name || name->empty()) return std::nullopt;
    const auto session = settings.find_session(*name);
    if (!session) {
        Keys names;
        for (const auto& one : settings.sessions) names.push_back(one.name);
        reader.complain(key, std::string(key) + "=" + *name + " is no session of this file",
                        suggestion(*name, names));
        return std::nullopt;
    }
    if (settings.sessions[session->index].kind != kind) {
        reader.complain(key, "session " + *name + " is not of Kind=" + std::string(kind_name),
                        "name another one, or change its Kind");
        return std::nullopt;
    }
    return session;
}

AccountSettings read_account(const SectionReader& reader, const SimSettings& settings) {
    AccountSettings account;
    account.name = reader.required("Account", "LEAD1");
    account.session = named_session(reader, "Session", SessionKind::broker, "broker", settings);
    account.drop_copy =
        named_session(reader, "DropCopySession", SessionKind::drop_copy, "dropcopy", settings);
    account.balance = reader.money("Balance", "50000");
    if (account.name.find_first_of(" \t\"") != std::string::npos) {
        reader.complain("Account", "the account \"" + account.name + "\" has a blank or quote",
                        "write one word, as scripts call the account by it");
    }
    return account;
}

// Refuses a second thing of the same name.
void check_unique(const SectionReader& reader, std::set<std::string>& seen, const std::string& name,
                  std::string_view key) {
    if (name.empty() || seen.insert(name).second) return;
    reader.complain(key, name + " stands in an earlier [" + reader.section().kind + "] too",
                    "give it another " + std::string(key) + ", or take one out");
}

class FileReader {
  public:
    FileReader(std::vector<SettingsSection> sections, std::vector<Problem>& problems)
        : sections_(std::move(sections)), problems_(problems) {}

    void read(SimSettings& settings) {
        read_each("INSTRUMENT", [&](const SectionReader& reader) {
            settings.instruments.push_back(read_instrument(reader));
            check_unique(reader, symbols_, settings.instruments.back().contract.symbol, "Symbol");
        });
        read_each("INSTRUMENT", [&](const SectionReader& reader) { link(reader, settings); });
        read_each("SESSION", [&](const SectionReader& reader) {
            const auto session = read_session(reader);
            check_unique(reader, session_names_, session.name, "Name");
            check_unique(reader, session_ids_,
                         session.begin_string + ":" + session.sender_comp_id + "->" +
                             session.target_comp_id,
                         "SenderCompID");
            settings.sessions.push_back(session);
        });
        read_each("ACCOUNT", [&](const SectionReader& reader) {
            settings.accounts.push_back(read_account(reader, settings));
            check_unique(reader, accounts_, settings.accounts.back().name, "Account");
        });
    }

  private:
    // MovesWith, once every instrument is known. The one that leads moves by itself.
    static void link(const SectionReader& reader, SimSettings& settings) {
        const auto name = reader.find("MovesWith");
        const auto follower = settings.find_instrument(reader.text("Symbol", ""));
        if (!name || name->empty() || !follower) return;
        const auto leader = settings.find_instrument(*name);
        Keys symbols;
        for (const auto& one : settings.instruments) symbols.push_back(one.contract.symbol);
        if (!leader || *leader == *follower) {
            reader.complain("MovesWith", "MovesWith=" + *name + " is no other instrument",
                            suggestion(*name, symbols));
            return;
        }
        if (settings.instruments[leader->index].moves_with) {
            reader.complain("MovesWith", *name + " moves with another one itself",
                            "name the one that both move with");
            return;
        }
        settings.instruments[follower->index].moves_with = leader;
    }

    // Runs `read` on every section of `kind`, with the [DEFAULT] that stands above it.
    template <class Read> void read_each(std::string_view kind, Read read) {
        const SettingsSection none;
        SettingsSection defaults;
        for (const auto& section : sections_) {
            if (section.kind == "DEFAULT") defaults = section;
            if (section.kind == kind) read(SectionReader(section, defaults, problems_));
        }
    }

    std::vector<SettingsSection> sections_;
    std::vector<Problem>& problems_;
    std::set<std::string> symbols_;
    std::set<std::string> session_names_;
    std::set<std::string> session_ids_;
    std::set<std::string> accounts_;
};

} // namespace

std::optional<InstrumentId> SimSettings::find_instrument(std::string_view symbol) const {
    for (std::uint32_t i = 0; i < instruments.size(); ++i) {
        if (instruments[i].contract.symbol == symbol) return InstrumentId{i};
    }
    return std::nullopt;
}

std::optional<SessionIndex> SimSettings::find_session(std::string_view name) const {
    for (std::uint32_t i = 0; i < sessions.size(); ++i) {
        if (sessions[i].name == name) return SessionIndex{i};
    }
    return std::nullopt;
}

std::optional<AccountIndex> SimSettings::find_account(std::string_view name) const {
    for (std::uint32_t i = 0; i < accounts.size(); ++i) {
        if (accounts[i].name == name) return AccountIndex{i};
    }
    return std::nullopt;
}

SimSettings read_settings(std::string_view file, std::string_view text,
                          std::vector<Problem>& problems) {
    SimSettings settings;
    settings.file = file;
    auto sections = split_sections(text, problems);
    for (const auto& section : sections) check_keys(section, problems);
    const bool any_section = !sections.empty();
    FileReader(std::move(sections), problems).read(settings);
    if (settings.instruments.empty()) {
        problems.push_back({any_section ? 1 : 0, "there is no [INSTRUMENT]",
                            "add one with Symbol, TickSize, TickValue and StartPrice"});
    }
    std::ranges::stable_sort(problems, {}, &Problem::line);
    const auto [from, to] = std::ranges::unique(problems);
    problems.erase(from, to);
    return settings;
}

} // namespace lockstep::sim
