// A peer that sends anything: its bytes through framing, the session with QuickFIX in it, decoding
// and the journal's codec, as in the gateway. Nothing is handed on but the next message, and what
// is handed on can be journaled.
#include "codec/journal_codec.hpp"
#include "fix/fix44.hpp"
#include "fix/fix44_order_text.hpp"
#include "fix/fix44_time.hpp"
#include "fix/fix_session.hpp"
#include "fix/library_clock.hpp"
#include "fix/send_batch.hpp"
#include "fix/session_dictionaries.hpp"

#include "fuzz/scratch_folder.hpp"
#include "fuzz/target.hpp"
#include "unit/fix/wire_text.hpp"

#include <algorithm>

namespace lockstep::fuzz {
namespace {

// Bits of an input's first byte.
constexpr unsigned logs_on_first = 1; // a right Logon comes before the input's bytes
constexpr unsigned resets_on_logon = 2;
constexpr unsigned needs_password = 4;
constexpr unsigned limits_resends = 8;
constexpr unsigned has_mixed_fills = 16;
constexpr unsigned is_cut_small = 32;

constexpr std::int64_t first_time_ns = 1'767'623'400'000'000'000; // 2026-01-05 14:30 UTC
constexpr SessionIndex session_index{0};

std::int64_t virtual_time_ns = first_time_ns;
std::int64_t virtual_clock() { return virtual_time_ns; }
Timestamp now() { return Timestamp(virtual_time_ns); }

Instrument instrument(const char* symbol, const char* tick) {
    Instrument made;
    made.symbol = symbol;
    made.tick_size = Decimal::parse(tick).value();
    made.tick_value = Money::of(5);
    return made;
}

// A session that carries a leader and two followers.
RouterConfig make_config() {
    RouterConfig config;
    config.instruments = {instrument("ES", "0.25"), instrument("ZT", "0.00390625"),
                          instrument("CL", "0.01"), instrument("GC", "0.1")};
    config.instruments[2].security_id = "CLZ4";
    config.instruments[2].security_id_source = "8";
    config.instruments[3].maturity = "202412";
    config.leaders.resize(1);
    config.leaders[0].account = "LEAD1";
    config.leaders[0].session = session_index;
    config.followers.resize(2);
    config.followers[0].account = "F1";
    config.followers[1].account = "F2";
    for (FollowerConfig& follower : config.followers) follower.session = session_index;
    return config;
}

SessionConfig session_config(unsigned options) {
    SessionConfig config;
    config.begin_string = "FIX.4.4";
    config.sender_comp_id = "LOCKSTEP";
    config.target_comp_id = "PEER";
    config.connection_type = ConnectionType::acceptor;
    config.accept = {"127.0.0.1", 0};
    if ((options & resets_on_logon) != 0) config.quickfix["ResetOnLogon"] = "Y";
    if ((options & limits_resends) != 0) config.quickfix["ResendRequestChunkSize"] = "3";
    if ((options & needs_password) != 0) config.password = "t0ken";
    return config;
}

// What all runs share.
struct Room {
    Room() {
        set_virtual_clock(virtual_clock);
        // What is logged goes nowhere, under the names that the log opens.
        for (const char* kind : {"messages", "event"}) {
            std::filesystem::create_symlink(
                "/dev/null", folder.path() / (std::string("s.") + kind + ".current.log"));
        }
    }
    ScratchFolder folder;
    boost::asio::io_context io;
    TransportLimits limits;
    SendBatch batch;
    SessionDictionaries dictionaries;
    WireLogRoom logs{folder.path()};
    RouterConfig config = make_config();
    Names names{NameLists{config.instruments, {"LEAD1"}, {"F1", "F2"}, {"FIX.4.4:LOCKSTEP->PEER"}}};
};

Room& room() {
    static Room room;
    return room;
}

// The gateway's end of the connection, fed with what the peer sends.
class Gateway {
  public:
    explicit Gateway(unsigned options)
        : context_(fix44::make_context(room().config, session_index, &sent_,
                                       (options & has_mixed_fills) != 0
                                           ? fix44::FillStyle::mixed
                                           : fix44::FillStyle::trade)) {
        virtual_time_ns = first_time_ns;
        handlers_.on_message = [this](SessionIndex, const FIX::Message& message,
                                      Timestamp received) { take(message, received); };
        handlers_.on_state = [](SessionIndex, bool, const std::string&) {};
        handlers_.on_not_arrived = [this](SessionIndex, int begin, int end) {
            promise(begin >= 1 && end < session_->status().next_number_out,
                    "only numbers that were sent did not arrive");
        };
        room().folder.remove("numbers");
        session_ = std::make_unique<FixSession>(
            session_config(options),
            FixSession::Place{room().io, session_index, handlers_, room().limits, room().batch,
                              room().dictionaries.provider("", "FIX.4.4"),
                              room().folder.path() / "numbers", room().logs.open("s")});
        session_->start(now());
    }
    ~Gateway() {
        session_.reset();
        room().io.restart();
        room().io.poll(); // lets go of what the connections had posted
    }
    Gateway(const Gateway&) = delete;
    Gateway& operator=(const Gateway&) = delete;

    void feed(std::string_view bytes) {
        framer_.feed(bytes);
        for (;;) {
            switch (framer_.take()) {
            case Framer::Outcome::nothing: return;
            case Framer::Outcome::message: on_frame(framer_.frame()); break;
            case Framer::Outcome::garbled:
                if (session_->is_connected()) session_->on_garbled(*connection_, framer_.what());
                break;
            case Framer::Outcome::broken:
                if (session_->is_connected()) connection_->cut(framer_.what());
                framer_ = Framer(); // of the connection that comes next
                return;
            }
        }
    }

    // An order that the peer has, for it to answer.
    void send_order(const char* cl_ord_id) {
        NewOrder order;
        order.follower = FollowerId{0};
        order.cl_ord_id = cl_ord_id;
        order.instrument = InstrumentId{0};
        order.quantity = Quantity(2);
        SummedText body;
        fix44::OrderTexts(room().config)
            .of(order.follower, order.instrument)
            .write(order, fix44::format_utc_time(now()), body);
        if (const auto number = session_->send({"D", body}, now())) {
            sent_.remember(*number, fix44::sent_order(order));
        }
    }

    void pass(std::int64_t seconds) {
        virtual_time_ns += seconds * 1'000'000'000;
        session_->tick(now());
    }

  private:
    // Whoever is not connected is heard as by the listener: a Logon to the right session, or no.
    void on_frame(const Frame& frame) {
        if (session_->is_connected()) {
            session_->on_frame(*connection_, frame);
        } else if (frame.msg_type == "A" && session_->is_addressed_by(frame)) {
            connection_ =
                std::make_shared<Connection>(Connection::Socket(room().io), room().limits);
            if (!session_->accept(connection_, frame).empty()) connection_->close_softly();
        }
    }

    void take(const FIX::Message& message, Timestamp received) {
        const int number = plain_number(message.getHeader().getField(FIX::FIELD::MsgSeqNum));
        promise(number == session_->status().next_number_in,
                "what is handed on is the next message");
        const fix44::Decoded decoded = fix44::decode(message, context_);
        if (!decoded) {
            promise(!decoded.error().what.empty(), "a refusal has words");
            return;
        }
        for (const EventBody& body : decoded->events) {
            const Event event{++events_, received, body};
            std::string record;
            encode(event, room().names, record);
            promise(decode(record, room().names) == event, "what is decoded can be journaled");
        }
    }

    fix44::SentOrders sent_;
    fix44::Context context_;
    SessionHandlers handlers_;
    std::unique_ptr<FixSession> session_;
    std::shared_ptr<Connection> connection_;
    Framer framer_;
    std::uint64_t events_ = 0;
};

std::string logon() {
    return wire::message("35=A|34=1|49=PEER|56=LOCKSTEP|52=20260105-14:30:00|98=0|108=30|"
                         "554=t0ken|");
}

} // namespace
} // namespace lockstep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lockstep::fuzz;
    std::string_view bytes = text_of(data, size);
    const unsigned options = take_byte(bytes);
    Gateway gateway(options);
    if ((options & logs_on_first) != 0) {
        gateway.feed(logon());
        gateway.send_order("L1-1");
        gateway.send_order("L1-2");
    }
    const std::size_t piece = (options & is_cut_small) != 0 ? 7 : 4096;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
        gateway.feed(bytes.substr(0, piece));
    }
    gateway.pass(31); // heartbeats, and whoever is late
    gateway.pass(31);
    return 0;
}
