// What a good file becomes: every field of the typed settings, defaults included.
#include "unit/settings/settings_file.hpp"

namespace lockstep {
namespace {

const std::filesystem::path corpus =
    std::filesystem::path(LOCKSTEP_SOURCE_DIR) / "tests/unit/settings/corpus/good";

Settings settings_of(const std::string& name) {
    const Checked checked = check_settings(corpus / name, test_environment());
    if (!checked.good()) throw std::runtime_error(format_problems(checked));
    return *checked.settings;
}

TEST(TypedSettings, gateway) {
    const GatewayConfig gateway = settings_of("every-key.cfg").gateway;
    EXPECT_EQ(gateway.settings_file, corpus / "every-key.cfg");
    EXPECT_TRUE(gateway.busy_poll);
    EXPECT_EQ(gateway.data_directory, "/tmp/var");
    EXPECT_EQ(gateway.console, (Endpoint{"::1", 8080}));
    EXPECT_EQ(gateway.durability, Durability::power);
    EXPECT_EQ(gateway.journal_segment_bytes, 1u << 20);
    EXPECT_EQ(gateway.log_level, LogLevel::debug);
    ASSERT_EQ(gateway.day_roll.size(), 1u);
    EXPECT_EQ(gateway.day_roll[0], (DailyTime{17 * 3600 + 30, "America/New_York"}));
    ASSERT_EQ(gateway.leader_session_end.size(), 1u);
    EXPECT_EQ(gateway.leader_session_end[0], (DailyTime{16 * 3600, "America/Chicago"}));
    ASSERT_EQ(gateway.other_owners.size(), 1u);
    EXPECT_EQ(gateway.other_owners[0].follower, FollowerId{0});
    EXPECT_EQ(gateway.other_owners[0].owner, "M. Client");
    EXPECT_EQ(gateway.other_owners[0].leader_owner, "J. Trader");
    EXPECT_EQ(gateway.other_owners[0].attestation,
              "Compliance of the firm, by letter of 2026-11-02");
}

TEST(TypedSettings, gateway_defaults) {
    const GatewayConfig gateway = settings_of("smallest.cfg").gateway;
    EXPECT_EQ(gateway.data_directory, corpus / "var/lockstep");
    EXPECT_EQ(gateway.console, (Endpoint{"127.0.0.1", 8080}));
    EXPECT_EQ(gateway.durability, Durability::process);
    EXPECT_EQ(gateway.journal_segment_bytes, 64u << 20);
    EXPECT_EQ(gateway.log_level, LogLevel::info);
    EXPECT_EQ(gateway.day_roll.at(0), (DailyTime{17 * 3600, "America/Chicago"}));
    EXPECT_TRUE(gateway.other_owners.empty());
}

TEST(TypedSettings, instruments) {
    const auto instruments = settings_of("every-key.cfg").router.instruments;
    ASSERT_EQ(instruments.size(), 3u);
    EXPECT_EQ(instruments[0].symbol, "ESZ6");
    EXPECT_EQ(instruments[0].tick_size.str(), "0.25");
    EXPECT_EQ(instruments[0].tick_value, Money(125'000));
    EXPECT_EQ(instruments[0].currency, "USD");
    EXPECT_EQ(instruments[0].security_id, "208700");
    EXPECT_EQ(instruments[0].security_id_source, "8");
    EXPECT_EQ(instruments[0].maturity, "202612");
    EXPECT_EQ(instruments[0].exchange, "XCME");
    EXPECT_EQ(instruments[0].contract_weight, Ratio(1, 1));
    EXPECT_EQ(instruments[1].contract_weight, Ratio(1, 10));
    EXPECT_EQ(instruments[2].tick_size.str(), "0.0000005");
}

TEST(TypedSettings, sessions) {
    const Settings settings = settings_of("every-key.cfg");
    ASSERT_EQ(settings.sessions.size(), 2u);
    const SessionConfig& leader = settings.sessions[0];
    EXPECT_EQ(leader.id(), "FIX.4.4:LOCKSTEP->LEADER");
    EXPECT_EQ(leader.connection_type, ConnectionType::acceptor);
    EXPECT_EQ(leader.accept, (Endpoint{"127.0.0.1", 5001}));
    EXPECT_EQ(leader.schedule, (SessionSchedule{"America/Chicago", 17 * 3600, 16 * 3600, 0, 5}));
    EXPECT_FALSE(leader.market_data);
    const SessionConfig& broker = settings.sessions[1];
    EXPECT_EQ(broker.id(), "FIX.4.4:LOCKSTEP->BROKER1:A");
    EXPECT_EQ(broker.connection_type, ConnectionType::initiator);
    EXPECT_EQ(
        broker.endpoints,
        (std::vector<Endpoint>{{"127.0.0.1", 6001}, {"::1", 6002}, {"backup.example.com", 6003}}));
    EXPECT_EQ(broker.reconnect_interval_s, 1);
    EXPECT_EQ(broker.username, "jtrader");
    EXPECT_EQ(broker.password, "s3cr#t $5");
    EXPECT_TRUE(broker.market_data);
    EXPECT_TRUE(broker.mass_status);
    EXPECT_TRUE(broker.position_reports);
    EXPECT_EQ(broker.schedule, (SessionSchedule{"UTC", 8 * 3600, 8 * 3600, {}, {}}));
    ASSERT_EQ(settings.router.sessions.size(), 2u);
    EXPECT_EQ(settings.router.sessions[0].max_messages_per_second, std::nullopt);
    EXPECT_EQ(settings.router.sessions[1].max_messages_per_second, 50);
}

TEST(TypedSettings, quickfix_keys_of_a_session_without_ours) {
    const Settings settings = settings_of("every-key.cfg");
    const auto& given = settings.sessions[0].quickfix;
    EXPECT_EQ(given.at("MaxLatency"), "60");
    EXPECT_EQ(given.at("TimestampPrecision"), "6");
    EXPECT_EQ(given.at("DataDictionary"),
              std::string(LOCKSTEP_SOURCE_DIR) + "/fix_specs/FIX44.xml");
    EXPECT_EQ(given.at("StartDay"), "sun");
    EXPECT_EQ(given.at("HeartBtInt"), "30"); // the default
    EXPECT_EQ(given.at("ReconnectInterval"), "5");
    for (const char* ours :
         {"TimeZone", "MarketData", "MassStatus", "PositionReports", "Username", "Password",
          "PasswordFile", "MaxMessagesPerSecond", "SocketAcceptAddress"}) {
        EXPECT_FALSE(settings.sessions[1].quickfix.contains(ours)) << ours;
    }
}

TEST(TypedSettings, leader) {
    const LeaderConfig leader = settings_of("every-key.cfg").router.leaders.at(0);
    EXPECT_EQ(leader.account, "LEAD1");
    EXPECT_EQ(leader.session, SessionIndex{0});
    EXPECT_EQ(leader.owner, "J. Trader");
    EXPECT_EQ(leader.balance, Money(1'500'005'000));
    EXPECT_TRUE(leader.start_flat);
    EXPECT_EQ(leader.on_bust, OnBust::follow);
}

TEST(TypedSettings, follower) {
    const FollowerConfig follower = settings_of("every-key.cfg").router.followers.at(0);
    EXPECT_EQ(follower.account, "F50K");
    EXPECT_EQ(follower.leader, LeaderId{0});
    EXPECT_EQ(follower.session, SessionIndex{1});
    EXPECT_EQ(follower.owner, "M. Client");
    EXPECT_EQ(follower.balance, Money::of(50'000));
    EXPECT_EQ(follower.copy_mode, CopyMode::fills);
    EXPECT_EQ(follower.sizing.kind, SizingKind::percent_of_balance);
    EXPECT_EQ(follower.sizing.value, Ratio(33'333'333, 1'000'000));
    EXPECT_EQ(follower.sizing.rounding, Rounding::nearest);
    EXPECT_EQ(follower.sizing.over_cap, OverCap::skip);
    EXPECT_EQ(follower.late_entry, LateEntry::chase);
    EXPECT_EQ(follower.max_slippage_ticks, 4);
    EXPECT_EQ(follower.catch_up, CatchUp::none);
    EXPECT_EQ(follower.catch_up_after, Duration(0));
    EXPECT_TRUE(follower.join_mid_trade);
    EXPECT_EQ(follower.on_foreign_trade, OnForeignTrade::adopt);
    EXPECT_EQ(follower.on_leader_lost, OnLeaderLost::hold);
}

TEST(TypedSettings, limits) {
    const AccountLimits limits = settings_of("every-key.cfg").router.followers.at(0).limits;
    EXPECT_EQ(limits.max_contracts, Ratio(5, 2));
    EXPECT_EQ(limits.max_order_quantity, Quantity(20));
    EXPECT_EQ(limits.max_notional, Money::of(2'500'000));
    EXPECT_EQ(limits.price_collar_ticks, 400);
    EXPECT_EQ(limits.mark_max_age, Duration::seconds(30));
    EXPECT_EQ(limits.max_orders_per_second, 25);
    EXPECT_EQ(limits.daily_loss, Money::of(1000));
    EXPECT_EQ(limits.daily_profit, Money::of(1500));
    EXPECT_EQ(limits.max_drift, Quantity(2));
    EXPECT_EQ(limits.max_drift_time, Duration::seconds(10));
    EXPECT_EQ(limits.max_drawdown, Money(20'007'500));
    EXPECT_EQ(limits.drawdown_mode, DrawdownMode::end_of_day);
    EXPECT_EQ(limits.drawdown_lock, Money(0));
    EXPECT_EQ(limits.on_breach, OnBreach::flatten);
    EXPECT_EQ(limits.max_signal_age, Duration::milliseconds(1500));
    EXPECT_EQ(limits.allowed, (std::vector<InstrumentId>{{1}, {2}}));
    EXPECT_EQ(limits.contract_weight, (std::vector<Ratio>{{1, 1}, {1, 10}, {1, 1}}));
    EXPECT_EQ(limits.reject_breaker_count, 3);
    EXPECT_EQ(limits.reject_breaker_window, Duration::milliseconds(2500));
    EXPECT_EQ(limits.commission, Money(12'900));
}

// The defaults that the file leaves to the table of keys are those that the router's own types
// have, so a test of the router and a file that says nothing agree.
TEST(TypedSettings, defaults_are_those_of_the_types) {
    const FollowerConfig follower = settings_of("smallest.cfg").router.followers.at(0);
    const FollowerConfig plain;
    EXPECT_EQ(follower.copy_mode, plain.copy_mode);
    EXPECT_EQ(follower.sizing.kind, plain.sizing.kind);
    EXPECT_EQ(follower.sizing.value, plain.sizing.value);
    EXPECT_EQ(follower.sizing.rounding, plain.sizing.rounding);
    EXPECT_EQ(follower.sizing.over_cap, plain.sizing.over_cap);
    EXPECT_EQ(follower.late_entry, plain.late_entry);
    EXPECT_EQ(follower.catch_up, plain.catch_up);
    EXPECT_EQ(follower.catch_up_after, plain.catch_up_after);
    EXPECT_EQ(follower.max_slippage_ticks, plain.max_slippage_ticks);
    EXPECT_EQ(follower.join_mid_trade, plain.join_mid_trade);
    EXPECT_EQ(follower.on_foreign_trade, plain.on_foreign_trade);
    EXPECT_EQ(follower.on_leader_lost, plain.on_leader_lost);
    EXPECT_EQ(follower.balance, std::nullopt);
    EXPECT_EQ(follower.limits.max_order_quantity, plain.limits.max_order_quantity);
    EXPECT_EQ(follower.limits.daily_loss, plain.limits.daily_loss);
    EXPECT_EQ(follower.limits.max_drawdown, plain.limits.max_drawdown);
    EXPECT_EQ(follower.limits.drawdown_mode, plain.limits.drawdown_mode);
    EXPECT_EQ(follower.limits.drawdown_lock, plain.limits.drawdown_lock);
    EXPECT_EQ(follower.limits.on_breach, plain.limits.on_breach);
    EXPECT_EQ(follower.limits.max_signal_age, plain.limits.max_signal_age);
    EXPECT_TRUE(follower.limits.allowed.empty());
    EXPECT_EQ(follower.limits.reject_breaker_count, plain.limits.reject_breaker_count);
    EXPECT_EQ(follower.limits.reject_breaker_window, plain.limits.reject_breaker_window);
    EXPECT_EQ(follower.limits.commission, plain.limits.commission);
    const SessionConfig session = settings_of("smallest.cfg").sessions.at(0);
    EXPECT_EQ(session.reconnect_interval_s, SessionConfig{}.reconnect_interval_s);
}

struct SizingRow {
    const char* lines;
    SizingKind kind;
    Ratio value;
    Rounding rounding;
};

TEST(TypedSettings, sizing_defaults_follow_its_kind) {
    const SizingRow rows[] = {
        {"", SizingKind::multiplier, {1, 1}, Rounding::down},
        {"Sizing=fixed\n", SizingKind::fixed, {1, 1}, Rounding::up},
        {"Sizing=fixed\nRounding=down\n", SizingKind::fixed, {1, 1}, Rounding::down},
        {"Sizing=percent_of_balance\nBalance=50000\n",
         SizingKind::percent_of_balance,
         {100, 1},
         Rounding::down},
    };
    for (const SizingRow& row : rows) {
        const TemporaryDirectory folder;
        std::string text = replaced(small_file, "[LEADER]\n", "[LEADER]\nBalance=150000\n");
        const Checked checked =
            check_settings(folder.write("a.cfg", text + row.lines), test_environment());
        ASSERT_TRUE(checked.good()) << format_problems(checked);
        const Sizing sizing = checked.settings->router.followers.at(0).sizing;
        EXPECT_EQ(sizing.kind, row.kind) << row.lines;
        EXPECT_EQ(sizing.value, row.value) << row.lines;
        EXPECT_EQ(sizing.rounding, row.rounding) << row.lines;
    }
}

struct MapRow {
    const char* written;
    std::vector<std::string> rows; // "leader follower factor"
};

TEST(TypedSettings, a_symbol_without_a_row_stays_itself_unless_another_becomes_it) {
    const MapRow rows[] = {
        {"", {"ES ES 1", "NQ NQ 1", "MES MES 1"}},
        {"InstrumentMap=ES:MES*10\n", {"ES MES 10", "NQ NQ 1"}},
        {"InstrumentMap=ES:MES*0.5 , NQ:ES\n", {"ES MES 1/2", "NQ ES 1"}},
        {"InstrumentMap=ES:NQ NQ:ES\n", {"ES NQ 1", "NQ ES 1", "MES MES 1"}},
    };
    for (const MapRow& row : rows) {
        const TemporaryDirectory folder;
        const std::string more = "[INSTRUMENT]\nSymbol=NQ\nTickSize=0.25\nTickValue=5\n"
                                 "[INSTRUMENT]\nSymbol=MES\nTickSize=0.25\nTickValue=1.25\n";
        const std::string text = replaced(small_file, "[SESSION]\nConnectionType=acceptor",
                                          more + "[SESSION]\nConnectionType=acceptor");
        const Checked checked =
            check_settings(folder.write("a.cfg", text + row.written), test_environment());
        ASSERT_TRUE(checked.good()) << format_problems(checked);
        const RouterConfig& router = checked.settings->router;
        std::vector<std::string> found;
        for (const InstrumentMapping& mapping : router.followers.at(0).map) {
            found.push_back(router.instruments[mapping.leader.index].symbol + " " +
                            router.instruments[mapping.follower.index].symbol + " " +
                            mapping.factor.str());
        }
        EXPECT_EQ(found, row.rows) << row.written;
    }
}

TEST(TypedSettings, text_around_values_is_blanks_and_comments_alone) {
    const Settings settings = settings_of("blanks-and-comments.cfg");
    EXPECT_EQ(settings.router.instruments.at(0).symbol, "ES#1");
    EXPECT_EQ(settings.sessions.at(0).username, "a=b #1 $5 ${HOME} c\\d");
    EXPECT_EQ(settings.sessions.at(0).password, "s3cr#t $5");
    EXPECT_EQ(settings.router.followers.at(0).owner, "Zo\xC3\xAB Trader");
    EXPECT_EQ(settings.gateway.data_directory, corpus / "var");
}

TEST(TypedSettings, defaults_hold_for_what_follows_them) {
    const RouterConfig router = settings_of("defaults-change.cfg").router;
    EXPECT_EQ(router.leaders.at(0).session, SessionIndex{0});
    EXPECT_EQ(router.followers.at(0).session, SessionIndex{1});
    EXPECT_EQ(router.followers.at(0).limits.max_contracts, Ratio(5, 1));
    EXPECT_EQ(router.followers.at(1).limits.max_contracts, Ratio(2, 1));
    EXPECT_EQ(router.followers.at(2).limits.max_contracts, Ratio(1, 1));
}

TEST(SettingsDigest, changes_with_meaning_and_with_nothing_else) {
    const auto digest = [](const std::string& text) {
        const TemporaryDirectory folder;
        const Checked checked = check_settings(folder.write("a.cfg", text), test_environment());
        return checked.good() ? checked.settings->digest : format_problems(checked);
    };
    const std::string same = digest(small_file);
    EXPECT_EQ(same.size(), 16u);
    EXPECT_EQ(digest("# a comment\n" + small_file), same);
    EXPECT_EQ(digest(replaced(small_file, "=", " = ")), same);
    EXPECT_EQ(digest(small_file + "CopyMode=orders\n"), same); // the default
    EXPECT_EQ(digest(replaced(small_file, "DataDirectory=var", "DataDirectory=other")), same);
    EXPECT_NE(digest(small_file + "CopyMode=fills\n"), same);
    EXPECT_NE(digest(replaced(small_file, "MaxContracts=5", "MaxContracts=6")), same);
    EXPECT_NE(digest(replaced(small_file, "SocketAcceptPort=5001", "SocketAcceptPort=5002")), same);
    const auto with_password = [&](const std::string& reference) {
        return digest(replaced(small_file, "MarketData=Y", "MarketData=Y\nPassword=" + reference));
    };
    EXPECT_EQ(with_password("${BROKER_PASSWORD}"), with_password("${ACCOUNT}"));
}

TEST(SettingsReport, shows_every_value_with_its_origin) {
    const TemporaryDirectory folder;
    const auto file = folder.write("a.cfg", replaced(small_file, "Username", ""));
    const std::string text = replaced(format_effective(check_settings(file, test_environment())),
                                      folder.path().string() + "/", "");
    const char* const lines[] = {
        "gateway\n",
        "\n  ConsoleAddress = 127.0.0.1:8080               default\n",
        "\nsession FIX.4.4:LOCKSTEP->BROKER1\n",
        "\n  BeginString = FIX.4.4                         a.cfg:2 [DEFAULT]\n",
        "\n  SocketConnectPort = 6001                      a.cfg:17\n",
        "\nfollower F50K\n",
        "\n  SizingValue = 1                               default\n",
        "\n  Rounding = down                               default\n",
        "\n  InstrumentMap = ES:ES                         default\n",
        "\n  MaxContracts = 5                              a.cfg:28\n",
    };
    for (const char* line : lines) EXPECT_NE(text.find(line), text.npos) << line << text;
    const Checked secret = check_settings(corpus / "every-key.cfg", test_environment());
    EXPECT_NE(format_effective(secret).find("  Password = (not shown)  "), std::string::npos);
}

} // namespace
} // namespace lockstep
