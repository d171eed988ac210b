// What the indices of one settings file are called, both ways. The journal holds names, the machine
// works with indices, and this stands between them.
#pragma once

#include "proto/instrument.hpp"
#include "proto/order.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace lockstep {

// The tables of a settings file, in its order.
struct NameLists {
    std::vector<Instrument> instruments;
    std::vector<std::string> leaders;   // accounts
    std::vector<std::string> followers; // accounts
    std::vector<std::string> sessions;  // BeginString:SenderCompID->TargetCompID[:Qualifier]
};

class Names {
  public:
    Names() = default;
    // Every name must be there and only once in its table; anything else is a programmer error,
    // because the settings reader refuses it.
    explicit Names(const NameLists& lists);

    // An index outside its table is a programmer error.
    const Instrument& instrument(InstrumentId id) const;
    std::string_view leader(LeaderId id) const { return leaders_.name(id.index); }
    std::string_view follower(FollowerId id) const { return followers_.name(id.index); }
    std::string_view session(SessionIndex index) const { return sessions_.name(index.index); }

    std::optional<InstrumentId> find_instrument(std::string_view symbol) const;
    std::optional<LeaderId> find_leader(std::string_view account) const;
    std::optional<FollowerId> find_follower(std::string_view account) const;
    std::optional<SessionIndex> find_session(std::string_view id) const;

    // For reading a journal without its settings: the id of a name, which is added if it is new.
    LeaderId learn_leader(std::string_view account) { return {leaders_.add(account)}; }
    FollowerId learn_follower(std::string_view account) { return {followers_.add(account)}; }
    SessionIndex learn_session(std::string_view id) { return {sessions_.add(id)}; }
    // Of a learned instrument only the symbol is true; its tick is the finest decimal seen so far,
    // which is enough to print prices. Instruments of the settings stay as they are.
    InstrumentId learn_instrument(std::string_view symbol, int price_scale);

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };
    // One table of names.
    class Table {
      public:
        const std::string& name(std::uint32_t index) const;
        std::optional<std::uint32_t> find(std::string_view name) const;
        std::uint32_t add(std::string_view name); // its index, new or not
        std::size_t size() const { return names_.size(); }

      private:
        std::vector<std::string> names_;
        std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> indices_;
    };

    std::vector<Instrument> instruments_;
    std::size_t instruments_of_settings_ = 0;
    Table symbols_;
    Table leaders_;
    Table followers_;
    Table sessions_;
};

} // namespace lockstep
