"""Queries for streams mean here what they mean to liblsl."""

import ctypes

import pylsl
import pytest

from coherence_desktop.stream.description import Place, info
from coherence_desktop.stream.query import UnknownQuery, matches
from coherence_desktop.stream.samples import descriptions

STREAM = descriptions("01ABC")[2]
INFO = info(STREAM, Place("localhost", 16572, "a-uid", 1.5))

QUERIES = [
    "name='CoherenceDesktop_Coherence'",
    "name='CoherenceDesktop_RR'",
    "session_id='default' and type=\"Coherence\"",
    "session_id='lab 2' and type='Coherence'",
    "type='RR' or type='Coherence'",
    "type='RR' or type='HeartRate' and name!='x'",
    "(type='RR' or type='Coherence') and not(name='x')",
    "not(type='Coherence')",
    "starts-with(name,'Coherence') and contains(source_id, '01ABC')",
    "starts-with(name,'Other')",
    "channel_count=3",
    "channel_count='3' and channel_format='double64'",
    "channel_count > 2 and channel_count <= 3",
    "nominal_srate > 0",
    "count(desc/channels/channel)=0",
    "string-length(name) > 5",
    "nothing='x'",
    "nothing!='x'",
    "nothing",
    "name",
    "number(channel_count) = 3",
    "name='it is not' or true()",
    "/info/type='Coherence'",
    "//type='Coherence'",
    "and",
]


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_matches_where_it_does_for_liblsl(query):
    same = pylsl.StreamInfo(STREAM.name, STREAM.kind, 3, 0, pylsl.cf_double64, STREAM.source_id)
    asked = pylsl.lib.lib.lsl_stream_info_matches_query
    asked.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    # An info that is not served yet has no session.
    if "session_id" in query:
        expected = "default" in query
    else:
        expected = bool(asked(same.obj, query.encode()))
    assert matches(query, INFO) is expected


def test_an_empty_query_matches_everything():
    assert matches("  ", INFO)


@pytest.mark.parametrize(
    "query", ["name=", "name='x", "document('x')", "name[1]", "(" * 500 + "1", "a b", "$x"]
)
def test_a_query_that_is_not_known_is_told_to_be_so(query):
    with pytest.raises(UnknownQuery):
        matches(query, INFO)
