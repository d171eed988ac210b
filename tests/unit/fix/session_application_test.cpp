// The rules that QuickFIX leaves to its application.
#include "fix/session_application.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace lockstep {
namespace {

class Application : public testing::Test {
  protected:
    SessionConfig config = [] {
        SessionConfig made;
        made.username = "trader";
        made.password = "secret";
        return made;
    }();
    int next_out = 7;
    int chunk = 0;
    bool takes = true;
    std::vector<std::string> heard;
    std::vector<std::pair<int, int>> asked;
    SessionApplication application{
        config,
        SessionHooks{.on_message =
                         [this](const FIX::Message& message) {
                             if (!takes) throw std::runtime_error("journal is full");
                             heard.push_back(message.getHeader().getField(FIX::FIELD::MsgType));
                         },
                     .next_number_out = [this] { return next_out; },
                     .on_asking = [this](int) { return chunk; },
                     .on_asked = [this](int b, int e) { asked.emplace_back(b, e); },
                     .on_logging_out = [] {},
                     .on_logout = [](const std::string&) {}}};
    const FIX::SessionID id{"FIX.4.4", "A", "B"};

    static FIX::Message message(const char* type) {
        FIX::Message made;
        made.getHeader().setField(FIX::MsgType(type));
        return made;
    }
    // "taken", or the tag that is wrong.
    std::string resend_request(const std::string& begin, const std::string& end) {
        FIX::Message request = message("2");
        request.setField(FIX::FIELD::BeginSeqNo, begin);
        request.setField(FIX::FIELD::EndSeqNo, end);
        try {
            application.fromAdmin(request, id);
            return "taken";
        } catch (const FIX::IncorrectTagValue& error) {
            return "tag " + std::to_string(error.field);
        }
    }
};

TEST_F(Application, NothingWithPossDupFlagLeaves) {
    FIX::Message order = message("D");
    EXPECT_NO_THROW(application.toApp(order, id));
    order.getHeader().setField(FIX::PossDupFlag(false));
    EXPECT_NO_THROW(application.toApp(order, id));
    order.getHeader().setField(FIX::PossDupFlag(true));
    EXPECT_THROW(application.toApp(order, id), FIX::DoNotSend);
}

TEST_F(Application, AResendRequestMustLieWithinWhatWasSent) {
    struct Row {
        const char* begin;
        const char* end;
        const char* answer;
    };
    // 6 messages have been sent
    for (const Row& row :
         {Row{"1", "0", "taken"}, Row{"1", "6", "taken"}, Row{"6", "6", "taken"},
          Row{"3", "999999", "taken"}, Row{"0", "0", "tag 7"}, Row{"7", "0", "tag 7"},
          Row{"100", "0", "tag 7"}, Row{"5", "2", "tag 7"}, Row{"-1", "0", "tag 7"},
          Row{"1", "-1", "tag 16"}, Row{"4294967297", "0", "tag 7"},
          Row{"1", "4294967296", "tag 16"}, Row{"a", "0", "tag 7"}}) {
        EXPECT_EQ(resend_request(row.begin, row.end), row.answer) << row.begin << ".." << row.end;
    }
    EXPECT_EQ(asked, (std::vector<std::pair<int, int>>{{1, 6}, {1, 6}, {6, 6}, {3, 6}}));
}

TEST_F(Application, NumbersThatQuickFixWouldOverflowAreRejected) {
    FIX::Message reset = message("4");
    reset.setField(FIX::FIELD::NewSeqNo, "4294967297");
    EXPECT_THROW(application.fromAdmin(reset, id), FIX::IncorrectTagValue);
    FIX::Message logon = message("A");
    logon.setField(FIX::FIELD::HeartBtInt, "-30");
    EXPECT_THROW(application.fromAdmin(logon, id), FIX::IncorrectTagValue);
}

TEST_F(Application, HandsOnApplicationMessagesAndRejectsAlone) {
    for (const char* type : {"8", "9", "j"}) application.fromApp(message(type), id);
    for (const char* type : {"0", "1", "3", "5"}) application.fromAdmin(message(type), id);
    EXPECT_EQ(heard, (std::vector<std::string>{"8", "9", "j", "3"}));
}

TEST_F(Application, WhatCannotBeTakenIsNotAcknowledged) {
    takes = false;
    EXPECT_THROW(application.fromApp(message("8"), id), NotAcknowledged);
    EXPECT_THROW(application.fromAdmin(message("3"), id), NotAcknowledged);
}

TEST_F(Application, TheLogonOfAnInitiatorBearsNameAndPassword) {
    FIX::Message logon = message("A");
    application.toAdmin(logon, id);
    EXPECT_EQ(logon.getField(553), "trader");
    EXPECT_EQ(logon.getField(554), "secret");
    config.connection_type = ConnectionType::acceptor;
    FIX::Message answer = message("A");
    application.toAdmin(answer, id);
    EXPECT_FALSE(answer.isSetField(554));
}

TEST_F(Application, AResendRequestAsksForAsMuchAsThePeerAllows) {
    chunk = 2'504;
    FIX::Message request = message("2");
    request.setField(FIX::BeginSeqNo(5));
    request.setField(FIX::EndSeqNo(0));
    application.toAdmin(request, id);
    EXPECT_EQ(request.getField(FIX::FIELD::EndSeqNo), "2504");
}

} // namespace
} // namespace lockstep
